/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* status and stat: what of the tracer must not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "syscall/proc_node.h"

static const struct status_facts plain = { .jail_filters = 1, .native_mode = 0, .umask = 022 };

static void check(const char *host, const struct status_facts *facts, const char *expected)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct proc_text text = PROC_TEXT_INIT(ctx);

	status_filter(host, facts, &text);
	assert_int_equal(proc_text_end(&text), 0);
	assert_string_equal(text.data, expected);
	talloc_free(ctx);
}

static void test_tracer_is_not_shown(void **state)
{
	(void)state;
	check("Name:\tcat\nUmask:\t0077\nState:\tt (tracing stop)\nPPid:\t7\nTracerPid:\t4711\n"
	      "NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\nlast:\t1\n",
	      &plain,
	      "Name:\tcat\nUmask:\t0022\nState:\tR (running)\nPPid:\t7\nTracerPid:\t0\n"
	      "NoNewPrivs:\t1\nSeccomp:\t0\nSeccomp_filters:\t0\nlast:\t1\n");
}

static void test_guests_jail_filters_are_shown(void **state)
{
	const struct status_facts nested = { .jail_filters = 1, .native_mode = 2 };

	(void)state;
	check("Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t3\n", &plain,
	      "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t2\n");
	/* ptjail itself was started under filters: as natively, they are there. */
	check("Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t3\n", &nested,
	      "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t2\n");
}

static void test_old_kernel_without_count(void **state)
{
	(void)state;
	check("Name:\tx\nSeccomp:\t2\n", &plain, "Name:\tx\nSeccomp:\t0\n");
}

static void test_states(void **state)
{
	const struct status_facts stopped = { .jail_filters = 1, .group_stopped = true };

	(void)state;
	check("State:\tt (tracing stop)\n", &stopped, "State:\tT (stopped)\n");
	check("State:\tS (sleeping)\n", &stopped, "State:\tS (sleeping)\n");
	check("State:\tZ (zombie)\n", &plain, "State:\tZ (zombie)\n");
}

static void test_stat_line(void **state)
{
	char line[] = "12 (a) t (b) t 1 12 12 0";
	char stopped[] = "12 (x) t 1";
	char sleeping[] = "12 (t t) S 1";
	char broken[] = "12 (x";

	(void)state;
	stat_filter(line, false);
	assert_string_equal(line, "12 (a) t (b) R 1 12 12 0");
	stat_filter(stopped, true);
	assert_string_equal(stopped, "12 (x) T 1");
	stat_filter(sleeping, false);
	assert_string_equal(sleeping, "12 (t t) S 1");
	stat_filter(broken, false);
	assert_string_equal(broken, "12 (x");
}

static void test_text_limit(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct proc_text text = PROC_TEXT_INIT(ctx);

	(void)state;
	proc_text_print(&text, "%s", "abc");
	assert_null(proc_text_room(&text, PROC_TEXT_MAX));
	proc_text_add(&text, "d", 1);
	assert_int_equal(proc_text_end(&text), -27 /* EFBIG */);
	assert_null(text.data);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tracer_is_not_shown),
		cmocka_unit_test(test_guests_jail_filters_are_shown),
		cmocka_unit_test(test_old_kernel_without_count),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_stat_line),
		cmocka_unit_test(test_text_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
