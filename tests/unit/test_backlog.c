/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Stops that were collected meanwhile are handled before anybody is waited for. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/backlog.h"

/* Somebody to wait for, who does nothing. */
static pid_t start_sleeper(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		(void)alarm(20);
		for (;;)
			(void)pause();
	}
	return pid;
}

static void end(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	(void)waitpid(pid, NULL, 0);
}

static void collected_before(void **state)
{
	pid_t sleeper = start_sleeper();
	struct backlog *backlog;
	int status = 0;
	pid_t tid = 0;

	(void)state;
	assert_int_equal(backlog_new(NULL, &backlog), 0);
	assert_int_equal(backlog_push(backlog, 7, 0x57f), 0);
	/* Ends the test where it waits for the sleeper. */
	(void)alarm(10);
	assert_int_equal(backlog_collect(backlog, false), 0);
	assert_int_equal(backlog_push(backlog, 8, 0x67f), 0);
	assert_int_equal(backlog_collect(backlog, true), 0);
	(void)alarm(0);
	assert_true(backlog_pop(backlog, &tid, &status));
	assert_int_equal(tid, 7);
	assert_int_equal(status, 0x57f);
	assert_true(backlog_pop(backlog, &tid, &status));
	assert_int_equal(tid, 8);
	assert_false(backlog_pop(backlog, &tid, &status));
	end(sleeper);
	talloc_free(backlog);
}

static void nobody_left(void **state)
{
	struct backlog *backlog;
	int status;
	pid_t tid;

	(void)state;
	assert_int_equal(backlog_new(NULL, &backlog), 0);
	assert_int_equal(backlog_push(backlog, 7, 0), 0);
	assert_int_equal(backlog_collect(backlog, false), 0);
	assert_true(backlog_pop(backlog, &tid, &status));
	assert_int_equal(backlog_collect(backlog, false), -ECHILD);
	talloc_free(backlog);
}

/* Whoever is waited for has a number that may be another's then. */
static void ends_are_known(void **state)
{
	struct backlog *backlog;
	int status;
	pid_t tid;

	(void)state;
	assert_int_equal(backlog_new(NULL, &backlog), 0);
	assert_false(backlog_has_end(backlog, 7));
	assert_int_equal(backlog_push(backlog, 7, 0x57f), 0);
	assert_false(backlog_has_end(backlog, 7));
	assert_int_equal(backlog_push(backlog, 8, SIGKILL), 0);
	for (pid_t i = 100; i < 300; i++)
		assert_int_equal(backlog_push(backlog, i, i % 2 == 0 ? 0 : 0x57f), 0);
	assert_false(backlog_has_end(backlog, 7));
	assert_true(backlog_has_end(backlog, 8));
	assert_true(backlog_has_end(backlog, 298));
	assert_false(backlog_has_end(backlog, 299));
	while (backlog_pop(backlog, &tid, &status))
		assert_false(backlog_has_end(backlog, tid));
	talloc_free(backlog);
}

#define CROWD 200

struct crowd {
	pid_t pids[CROWD];
	unsigned int asked;
};

static int look_at_each(void *data, struct backlog *backlog, uint64_t spent)
{
	struct crowd *crowd = data;

	assert_true(spent < 10000000000U);
	if (crowd->asked++ == 0)
		return 0;
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(backlog_take(backlog, crowd->pids[i]), 0);
	return 1;
}

/* Where many have something to tell all are looked at by number once; each tells it once. */
static void many_at_once(void **state)
{
	pid_t sleeper = start_sleeper();
	struct crowd crowd = { .asked = 0 };
	struct backlog *backlog;
	unsigned int ended = 0;
	siginfo_t info;
	int status;
	pid_t tid;

	(void)state;
	assert_int_equal(backlog_new(NULL, &backlog), 0);
	backlog_know(backlog, look_at_each, &crowd);
	for (int i = 0; i < CROWD; i++) {
		crowd.pids[i] = fork();
		assert_true(crowd.pids[i] >= 0);
		if (crowd.pids[i] == 0)
			_exit(0);
	}
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(waitid(P_PID, (id_t)crowd.pids[i], &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(backlog_poll(backlog, false), 0);
	assert_int_equal(crowd.asked, 2);
	for (; backlog_pop(backlog, &tid, &status); ended++)
		assert_int_not_equal(tid, sleeper);
	assert_int_equal(ended, CROWD);
	assert_int_equal(backlog_poll(backlog, false), 0);
	assert_int_equal(crowd.asked, 2);
	end(sleeper);
	talloc_free(backlog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(collected_before),
		cmocka_unit_test(ends_are_known),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(nobody_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
