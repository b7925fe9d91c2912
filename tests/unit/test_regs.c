/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * src/arch/ARCH/regs.c: what regs_fetch_call() leaves out never shows. A child makes calls that
 * a seccomp filter stops; ptrace's own full register set is the oracle.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "arch/regs.h"

#define ROUNDS   3
#define ARGUMENT 0x1234567890UL

/* getpriority() is traced, everything else is native. */
static void install_filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpriority, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		_exit(99);
}

/* Exits with a bit for each call that did not answer what the test makes it answer. */
static void child(int start)
{
	static const long expected[ROUNDS] = { 4242, -ENOENT, 7 };
	int wrong = 0;
	char byte;

	if (read(start, &byte, 1) != 1)
		_exit(98);
	install_filter();
	for (int i = 0; i < ROUNDS; i++) {
		long result = syscall(SYS_getpriority, ARGUMENT, i, 3, 4, 5, 6);

		if (result < 0)
			result = -errno;
		if (result != expected[i])
			wrong |= 1 << i;
	}
	_exit(wrong);
}

static pid_t start_child(void)
{
	int pipe_fds[2];
	pid_t pid;

	assert_int_equal(pipe(pipe_fds), 0);
	pid = fork();
	if (pid == 0)
		child(pipe_fds[0]);
	assert_true(pid > 0);
	assert_int_equal(
		ptrace(PTRACE_SEIZE, pid, NULL,
		       (void *)(PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD)),
		0);
	assert_int_equal(write(pipe_fds[1], "x", 1), 1);
	(void)close(pipe_fds[0]);
	(void)close(pipe_fds[1]);
	return pid;
}

static void wait_seccomp(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status >> 8, SIGTRAP | PTRACE_EVENT_SECCOMP << 8);
}

static void check_same_call(const struct regs *one, const struct regs *other)
{
	assert_int_equal(regs_sysno(one), regs_sysno(other));
	assert_true(regs_ip(one) == regs_ip(other));
	assert_true(regs_sp(one) == regs_sp(other));
	for (unsigned int i = 0; i < 6; i++)
		assert_true(regs_arg(one, i) == regs_arg(other, i));
}

static void test_partial_registers(void **state)
{
	pid_t pid = start_child();
	struct regs call;
	struct regs full;
	struct regs after;
	int status;

	(void)state;
	/* Answered with nothing else known: a value, then an error. */
	for (int i = 0; i < 2; i++) {
		wait_seccomp(pid);
		assert_int_equal(regs_fetch_call(pid, &call), 0);
		assert_int_equal(regs_fetch(pid, &full), 0);
		check_same_call(&call, &full);
		assert_int_equal(regs_sysno(&call), SYS_getpriority);
		assert_true(regs_arg(&call, 0) == ARGUMENT);
		regs_skip(&call, i == 0 ? 4242 : -ENOENT);
		assert_int_equal(regs_store(pid, &call), 0);
		assert_int_equal(regs_fetch(pid, &after), 0);
		regs_skip(&full, i == 0 ? 4242 : -ENOENT);
		assert_memory_equal(&after.user, &full.user, sizeof(full.user));
		assert_int_equal(ptrace(PTRACE_CONT, pid, NULL, NULL), 0);
	}
	/* Changed in another way: what was left out is as it was. */
	wait_seccomp(pid);
	assert_int_equal(regs_fetch_call(pid, &call), 0);
	assert_int_equal(regs_fetch(pid, &full), 0);
	after = call;
	assert_int_equal(regs_complete(pid, &after), 0);
	assert_memory_equal(&after.user, &full.user, sizeof(full.user));
	regs_set_arg(&call, 1, 77);
	regs_set_arg(&full, 1, 77);
	assert_int_equal(regs_store(pid, &call), 0);
	assert_int_equal(regs_fetch(pid, &after), 0);
	assert_memory_equal(&after.user, &full.user, sizeof(full.user));
	regs_skip(&after, 7);
	assert_int_equal(regs_store(pid, &after), 0);
	assert_int_equal(ptrace(PTRACE_CONT, pid, NULL, NULL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partial_registers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
