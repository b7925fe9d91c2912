/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * src/tracer/one_cpu.c: who is kept, and who is let go, by what stops and is born. The tracees are
 * real children that sleep; nobody traces them, which affinities do not mind.
 */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <talloc.h>

#include "tracer/engine.h"
#include "tracer/one_cpu.h"

#define CHILDREN 3

static struct engine *engine;
static struct tracee tracees[CHILDREN];
static cpu_set_t usual;

static unsigned int cpus_of(pid_t pid)
{
	cpu_set_t set;

	return sched_getaffinity(pid, sizeof(set), &set) < 0 ? 0 : (unsigned int)CPU_COUNT(&set);
}

static struct tracee *make_child(unsigned int index)
{
	struct tracee *tracee = &tracees[index];
	pid_t pid = fork();

	if (pid == 0) {
		(void)pause();
		_exit(0);
	}
	assert_true(pid > 0);
	*tracee = (struct tracee){ .engine = engine, .tid = pid, .tgid = pid, .born = true };
	HASH_ADD_INT(engine->tracees, tid, tracee);
	engine->tracee_count++;
	return tracee;
}

static int set_up(void **state)
{
	(void)state;
	engine = talloc_zero(NULL, struct engine);
	if (engine == NULL)
		return -1;
	engine->keeps_one_cpu = true;
	return sched_getaffinity(0, sizeof(usual), &usual);
}

static int tear_down(void **state)
{
	(void)state;
	one_cpu_stop(engine);
	HASH_CLEAR(hh, engine->tracees);
	for (unsigned int i = 0; i < CHILDREN; i++) {
		if (tracees[i].tid > 0) {
			(void)kill(tracees[i].tid, SIGKILL);
			(void)waitpid(tracees[i].tid, NULL, 0);
		}
		tracees[i] = (struct tracee){ 0 };
	}
	TALLOC_FREE(engine);
	return 0;
}

/* Two stops may be far apart on a busy machine: until they are not. */
static void stop_until_kept(struct tracee *tracee)
{
	for (unsigned int i = 0; i < 10000000 && !tracee->kept; i++) {
		one_cpu_on_stop(tracee);
		one_cpu_before_resume(tracee);
	}
	assert_true(tracee->kept);
	assert_int_equal(cpus_of(tracee->tid), 1);
	assert_int_equal(cpus_of(0), 1);
}

static void begin(void)
{
	if (!one_cpu_is_possible())
		skip();
	(void)make_child(0);
	one_cpu_start(engine);
	assert_non_null(engine->one_cpu);
	assert_int_equal(cpus_of(0), CPU_COUNT(&usual));
	stop_until_kept(&tracees[0]);
}

static void assert_let_go(void)
{
	for (unsigned int i = 0; i < CHILDREN; i++) {
		assert_false(tracees[i].kept);
		if (tracees[i].tid > 0)
			assert_int_equal(cpus_of(tracees[i].tid), CPU_COUNT(&usual));
	}
	assert_int_equal(cpus_of(0), CPU_COUNT(&usual));
}

static void test_shown(void **state)
{
	(void)state;
	begin();
	one_cpu_on_stop(&tracees[0]);
	one_cpu_show(&tracees[0]);
	for (unsigned int i = 0; i < 10; i++)
		one_cpu_before_resume(&tracees[0]);
	assert_let_go();
	stop_until_kept(&tracees[0]);
}

static void test_left_alone(void **state)
{
	struct tracee *child;

	(void)state;
	begin();
	one_cpu_put_back(engine);
	one_cpu_leave_alone(&tracees[0]);
	child = make_child(1);
	one_cpu_on_birth(child, &tracees[0], 0);
	one_cpu_on_end(&tracees[0]);
	for (unsigned int i = 0; i < 100; i++) {
		one_cpu_on_stop(child);
		one_cpu_before_resume(child);
	}
	assert_let_go();
}

static void test_thread(void **state)
{
	(void)state;
	begin();
	one_cpu_on_stop(&tracees[0]);
	one_cpu_on_birth(make_child(1), &tracees[0], CLONE_VM | CLONE_THREAD);
	assert_let_go();
}

static void test_third(void **state)
{
	(void)state;
	begin();
	one_cpu_on_stop(&tracees[0]);
	one_cpu_on_birth(make_child(1), &tracees[0], 0);
	assert_true(tracees[0].kept && tracees[1].kept);
	one_cpu_on_birth(make_child(2), &tracees[0], 0);
	assert_let_go();
}

/* The child was made while its parent was kept, and is heard of after that. */
static void test_inherited_late(void **state)
{
	cpu_set_t one;
	struct tracee *child;

	(void)state;
	begin();
	assert_int_equal(sched_getaffinity(0, sizeof(one), &one), 0);
	one_cpu_put_back(engine);
	child = make_child(1);
	assert_int_equal(sched_setaffinity(child->tid, sizeof(one), &one), 0);
	one_cpu_on_stop(&tracees[0]);
	one_cpu_on_birth(child, &tracees[0], 0);
	assert_let_go();
}

/* A process on one CPU that is nobody's child here; it ends with the pipe. */
static pid_t make_stranger(int *ret_end)
{
	int told[2];
	int held[2];
	pid_t pid = 0;

	assert_int_equal(pipe(told) + pipe(held), 0);
	if (fork() == 0) {
		(void)close(held[1]);
		pid = fork();
		if (pid == 0) {
			cpu_set_t one;

			CPU_ZERO(&one);
			CPU_SET((unsigned int)sched_getcpu(), &one);
			(void)sched_setaffinity(0, sizeof(one), &one);
			pid = getpid();
			(void)!write(told[1], &pid, sizeof(pid));
			(void)!read(held[0], &pid, 1);
		}
		_exit(0);
	}
	assert_int_equal(read(told[0], &pid, sizeof(pid)), sizeof(pid));
	(void)wait(NULL);
	(void)close(told[0]);
	(void)close(told[1]);
	(void)close(held[0]);
	*ret_end = held[1];
	return pid;
}

/* Its number is given away before it is known that it ended. */
static void test_ended(void **state)
{
	pid_t ended;
	int end;

	(void)state;
	begin();
	ended = tracees[0].tid;
	(void)kill(ended, SIGKILL);
	assert_int_equal(waitpid(ended, NULL, 0), ended);
	tracees[0].tid = make_stranger(&end);
	one_cpu_put_back(engine);
	assert_int_equal(cpus_of(tracees[0].tid), 1);
	assert_int_equal(cpus_of(0), CPU_COUNT(&usual));
	tracees[0].tid = 0;
	(void)close(end);
}

/* It executes a program while its parent sleeps: still one runs. */
static void test_parent_sleeps(void **state)
{
	struct tracee *child;

	(void)state;
	begin();
	one_cpu_on_stop(&tracees[0]);
	child = make_child(1);
	one_cpu_on_birth(child, &tracees[0], 0);
	child->parent_tid = tracees[0].tid;
	tracees[0].state = TRACEE_RUNNING;
	for (unsigned int i = 0; i < 60000 && !tracees[0].asleep; i++) {
		child->in_exec = true;
		one_cpu_on_exec(child);
		(void)usleep(1000);
	}
	assert_true(tracees[0].asleep);
	child->in_exec = false;
	one_cpu_on_exec(child);
	one_cpu_on_stop(child);
	one_cpu_before_resume(child);
	assert_true(tracees[0].kept && child->kept);
	one_cpu_on_stop(&tracees[0]);
	assert_false(tracees[0].asleep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_thread, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_third, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_inherited_late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_parent_sleeps, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
