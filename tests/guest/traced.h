/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What guests share that trace a child: stops in words. */
#ifndef PTJAIL_TESTS_GUEST_TRACED_H
#define PTJAIL_TESTS_GUEST_TRACED_H

#include "guest.h"
#include "tracee_registers.h"

#include <linux/ptrace.h>

GUEST_FN const char *event_name(int event)
{
	static const char *const names[] = { "",     "FORK",       "VFORK", "CLONE",
					     "EXEC", "VFORK_DONE", "EXIT",  "SECCOMP" };

	return event == PTRACE_EVENT_STOP ? "STOP" : event <= 7 ? names[event] : "?";
}

GUEST_FN void show_stop(const char *what, int status)
{
	if (!WIFSTOPPED(status)) {
		show_status(what, status);
		return;
	}
	printf("%s: %s", what, sig_name(WSTOPSIG(status) & 0x7f));
	if ((WSTOPSIG(status) & 0x80) != 0)
		printf(" at a call");
	if (status >> 16 != 0)
		printf(" event %s", event_name(status >> 16));
	puts("");
}

/* The next stop of `pid`, in words. */
GUEST_FN int next_stop(const char *what, pid_t pid)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid(pid, &status, __WALL);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		printf("%s: %s\n", what, err_name(errno));
	else
		show_stop(what, status);
	return status;
}

GUEST_FN struct ptrace_syscall_info call_info(pid_t pid)
{
	struct ptrace_syscall_info info = { 0 };

	ptrace((enum __ptrace_request)PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof(info), &info);
	return info;
}

/* A child that is traced by its own wish and has stopped; runs `run` when it goes on. */
GUEST_FN pid_t traced_child(int (*run)(void))
{
	pid_t child;

	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(run());
	}
	next_stop("child", child);
	return child;
}

#endif
