/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A tracer ends while its tracee is stopped: it goes on, or dies with it. */
#include "traced.h"

static int fds[2];

static int run(void)
{
	char c = 'x';

	(void)!write(fds[1], &c, 1);
	return 0;
}

static void tracer(long options, bool leaves)
{
	char c = '-';
	pid_t middle;

	fflush(stdout);
	MUST(pipe(fds));
	middle = MUST(fork());
	if (!middle) {
		pid_t child = traced_child(run);

		CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, options | PTRACE_O_TRACESYSGOOD));
		CALL(ptrace(PTRACE_SYSCALL, child, NULL, NULL));
		next_stop("call", child);
		fflush(stdout);
		if (leaves)
			_exit(0);
		kill(getpid(), SIGKILL);
	}
	close(fds[1]);
	show_wait("tracer", middle);
	printf("tracee wrote: %zd\n", read(fds[0], &c, 1));
	close(fds[0]);
}

int main(void)
{
	tracer(0, true);
	tracer(0, false);
	tracer(PTRACE_O_EXITKILL, true);
	tracer(PTRACE_O_EXITKILL, false);
	return 0;
}
