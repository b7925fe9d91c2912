/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Amounts of the limits: what is read, what is refused, how it is said again. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "cli/limit_report.h"
#include "cli/quantity.h"
#include "util/compiler.h"

#define SECOND 1000000000ULL

static void times(void **state)
{
	static const struct {
		const char *text;
		uint64_t value;
	} good[] = {
		{ "1", SECOND },
		{ "10", 10 * SECOND },
		{ "0.5", SECOND / 2 },
		{ "0.000000001", 1 },
		{ "1.999999999", 2 * SECOND - 1 },
		{ "90s", 90 * SECOND },
		{ "250ms", SECOND / 4 },
		{ "1.5m", 90 * SECOND },
		{ "2h", 7200 * SECOND },
		{ "0.1d", 8640 * SECOND },
		{ "007", 7 * SECOND },
		{ "9223372036", 9223372036 * SECOND },
	};
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(quantity_parse_time(good[i].text, &value), 0);
		assert_int_equal(value, good[i].value);
	}
	assert_int_equal(quantity_parse_time("9223372037", &value), -ERANGE);
	assert_int_equal(quantity_parse_time("99999999999999999999999", &value), -ERANGE);
	assert_int_equal(quantity_parse_time("106752d", &value), -ERANGE);
}

static void sizes(void **state)
{
	static const struct {
		const char *text;
		uint64_t value;
	} good[] = {
		{ "1", 1 },
		{ "4096", 4096 },
		{ "1B", 1 },
		{ "64K", 65536 },
		{ "64k", 65536 },
		{ "64KB", 65536 },
		{ "64KiB", 65536 },
		{ "1.5M", 3 << 19 },
		{ "0.5G", 1 << 29 },
		{ "2GiB", 1ULL << 31 },
		{ "1T", 1ULL << 40 },
		{ "0.999999999T", 1099511626676 },
		{ "9223372036854775807", INT64_MAX },
	};
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(quantity_parse_size(good[i].text, &value), 0);
		assert_int_equal(value, good[i].value);
	}
	assert_int_equal(quantity_parse_size("9223372036854775808", &value), -ERANGE);
	assert_int_equal(quantity_parse_size("8388608T", &value), -ERANGE);
}

/* Never a part of a word for the whole, and never 0: that would be "no limit". */
static void refused(void **state)
{
	static const char *const bad[] = { "",    "0",   "0.0", "-1",    "+1",   " 1",
					   "1 ",  "1.",  ".5",  "1.5.5", "1,5",  "0x10",
					   "1e3", "1x",  "1KK", "K",     "1K5",  "1.0000000001",
					   "inf", "nan", "1\n", "1 K",   "1Kib", "1ss" };
	uint64_t value = 77;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(quantity_parse_time(bad[i], &value), -EINVAL);
		assert_int_equal(quantity_parse_size(bad[i], &value), -EINVAL);
	}
	assert_int_equal(quantity_parse_time("1K", &value), -EINVAL);
	assert_int_equal(quantity_parse_size("1s", &value), -EINVAL);
	assert_int_equal(quantity_parse_size("0.4", &value), -EINVAL);
	assert_int_equal(value, 77);
}

static void counts(void **state)
{
	unsigned int count = 77;

	(void)state;
	assert_int_equal(quantity_parse_count("15", 16, 20, &count), -ERANGE);
	assert_int_equal(quantity_parse_count("21", 16, 20, &count), -ERANGE);
	assert_int_equal(quantity_parse_count("4294967312", 16, 20, &count), -ERANGE);
	assert_int_equal(quantity_parse_count("", 16, 20, &count), -EINVAL);
	assert_int_equal(quantity_parse_count("17x", 16, 20, &count), -EINVAL);
	assert_int_equal(quantity_parse_count("-17", 16, 20, &count), -EINVAL);
	assert_int_equal(count, 77);
	assert_int_equal(quantity_parse_count("16", 16, 20, &count), 0);
	assert_int_equal(count, 16);
	assert_int_equal(quantity_parse_count("20", 16, 20, &count), 0);
	assert_int_equal(count, 20);
}

static void said_again(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	const struct options_limits limits = {
		.time = SECOND, .cpu = 1500 * SECOND / 1000, .memory = 64 << 20, .output = 1000
	};

	(void)state;
	assert_string_equal(quantity_print_time(ctx, 90 * SECOND), "90 seconds");
	assert_string_equal(quantity_print_time(ctx, SECOND / 20), "0.050 seconds");
	assert_string_equal(quantity_print_size(ctx, 1ULL << 31), "2 GiB");
	assert_string_equal(quantity_print_size(ctx, 3 << 19), "1536 KiB");
	assert_string_equal(quantity_print_size(ctx, 1025), "1025 bytes");
	assert_non_null(
		strstr(limit_report_explain(ctx, LIMIT_REPORT_TIME, &limits), "1 second (--time)"));
	assert_non_null(strstr(limit_report_explain(ctx, LIMIT_REPORT_CPU, &limits),
			       "1.500 seconds together (--cpu)"));
	assert_non_null(strstr(limit_report_explain(ctx, LIMIT_REPORT_MEMORY, &limits),
			       "64 MiB together (--memory)"));
	assert_non_null(strstr(limit_report_explain(ctx, LIMIT_REPORT_OUTPUT, &limits),
			       "1000 bytes (--output)"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),  cmocka_unit_test(sizes),      cmocka_unit_test(refused),
		cmocka_unit_test(counts), cmocka_unit_test(said_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
