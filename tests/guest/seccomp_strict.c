/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* seccomp's strict mode: what still works, and what becomes of who does more. */
#include "guest.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

static void end(int code)
{
	syscall(SYS_exit, code);
}

static void in_strict_mode(const char *name, long number, long (*enter)(void))
{
	char byte = 0;
	int ends[2];
	pid_t child;

	MUST(pipe(ends));
	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		if (enter() != 0)
			end(9);
		if (write(ends[1], "x", 1) != 1 || read(ends[0], &byte, 1) != 1 || byte != 'x')
			end(8);
		if (number >= 0)
			syscall((int)number, 0, 0, 0, 0);
		end(3);
	}
	show_wait(name, child);
	close(ends[0]);
	close(ends[1]);
}

static long by_prctl(void)
{
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
}

static long by_seccomp(void)
{
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL);
}

static long after_a_filter(void)
{
	const struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { 1, (struct sock_filter *)&all };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 0;
	if (by_prctl() == 0 || errno != EINVAL)
		return 0;
	return 1;
}

int main(void)
{
	static const struct {
		const char *name;
		long number;
	} calls[] = {
		{ "nothing else", -1 },	     { "getpid", SYS_getpid },
		{ "openat", SYS_openat },    { "close", SYS_close },
		{ "execve", SYS_execve },    { "exit_group", SYS_exit_group },
		{ "prctl", SYS_prctl },	     { "unknown", 1000000 },
		{ "getrandom", SYS_getrandom },
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		in_strict_mode(calls[i].name, calls[i].number, by_prctl);
	in_strict_mode("by seccomp, getuid", SYS_getuid, by_seccomp);
	in_strict_mode("after a filter", -1, after_a_filter);
	CALL(syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 1, NULL));
	CALL(syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, "x"));
	CALL(prctl(PR_SET_SECCOMP, 3, 0));
	CALL(prctl(PR_GET_SECCOMP));
	return 0;
}
