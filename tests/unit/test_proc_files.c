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
static const struct status_facts strict = { .jail_filters = 1, .strict = true };
static const struct status_facts unprivileged = { .jail_filters = 1, .no_new_privs = true };

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
	      "NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\nlast:\t1\n");
	check("NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n", &unprivileged,
	      "NoNewPrivs:\t1\nSeccomp:\t0\nSeccomp_filters:\t0\n");
	check("NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t2\n", &strict,
	      "NoNewPrivs:\t0\nSeccomp:\t1\nSeccomp_filters:\t0\n");
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

static void check_stat(const char *host, const struct status_facts *facts, const char *expected)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct proc_text text = PROC_TEXT_INIT(ctx);

	stat_filter(host, facts, &text);
	assert_int_equal(proc_text_end(&text), 0);
	assert_string_equal(text.data, expected);
	talloc_free(ctx);
}

static void test_stat_line(void **state)
{
	const struct status_facts stopped = { .group_stopped = true, .gate_bytes = 1000 };

	(void)state;
	check_stat("12 (a) t (b) t 1 12 12 0", &plain, "12 (a) t (b) R 1 12 12 0");
	check_stat("12 (x) t 1", &stopped, "12 (x) T 1");
	check_stat("12 (t t) S 1", &plain, "12 (t t) S 1");
	check_stat("12 (x", &plain, "12 (x");
	check_stat("9 (x) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 4096 24 25\n",
		   &stopped,
		   "9 (x) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 3096 24 25\n");
}

/* The gate is no part of what the guest has mapped; a zombie has nothing mapped at all. */
static void test_sizes(void **state)
{
	const struct status_facts facts = { .jail_filters = 1, .gate_bytes = 2048 };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct proc_text text = PROC_TEXT_INIT(ctx);

	(void)state;
	check("VmPeak:\t    5000 kB\nVmSize:\t    4000 kB\nVmLck:\t       0 kB\n", &facts,
	      "VmPeak:\t    4998 kB\nVmSize:\t    3998 kB\nVmLck:\t       0 kB\n");
	statm_filter("100 5 4 3 0 2 0\n", 30, &text);
	statm_filter("0 0 0 0 0 0 0\n", 30, &text);
	assert_int_equal(proc_text_end(&text), 0);
	assert_string_equal(text.data, "70 5 4 3 0 2 0\n0 0 0 0 0 0 0\n");
	talloc_free(ctx);
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
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_text_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
