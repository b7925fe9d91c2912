/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ATTACH and SEIZE of a running process, group stops, LISTEN, INTERRUPT, DETACH. */
#include "traced.h"

static pid_t sleeper(void)
{
	pid_t child;

	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		for (;;)
			pause();
	}
	return child;
}

static void attach(void)
{
	pid_t child = sleeper();

	CALL(ptrace(PTRACE_ATTACH, child, NULL, NULL));
	next_stop("attached", child);
	CALL(ptrace(PTRACE_ATTACH, child, NULL, NULL));
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	CALL(ptrace(PTRACE_LISTEN, child, NULL, NULL));
	/* A group stop. */
	CALL(ptrace(PTRACE_CONT, child, NULL, SIGSTOP));
	next_stop("group stop", child);
	CALL(ptrace(PTRACE_GETSIGINFO, child, NULL, &(siginfo_t){ 0 }));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	CALL(kill(child, SIGUSR1));
	next_stop("signal", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	CALL(ptrace(PTRACE_PEEKDATA, child, NULL, NULL));
	CALL(kill(child, SIGUSR2));
	next_stop("signal", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, 65));
	CALL(ptrace(PTRACE_DETACH, child, NULL, SIGUSR2));
	next_stop("detached", child);
}

static void seize(void)
{
	pid_t child = sleeper();
	siginfo_t info = { 0 };

	CALL(ptrace(PTRACE_SEIZE, child, 1L, NULL));
	CALL(ptrace(PTRACE_SEIZE, child, NULL, 1L << 30));
	CALL(ptrace(PTRACE_SEIZE, child, NULL, NULL));
	CALL(ptrace(PTRACE_GETSIGINFO, child, NULL, &info));
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	next_stop("interrupted", child);
	CALL(ptrace(PTRACE_GETSIGINFO, child, NULL, &info));
	printf("code %x\n", (unsigned int)info.si_code);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	CALL(kill(child, SIGSTOP));
	next_stop("signal", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, SIGSTOP));
	next_stop("group stop", child);
	CALL(ptrace(PTRACE_LISTEN, child, NULL, NULL));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	CALL(kill(child, SIGCONT));
	next_stop("continued", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("SIGCONT", child);
	CALL(ptrace(PTRACE_DETACH, child, NULL, NULL));
	CALL(ptrace(PTRACE_DETACH, child, NULL, NULL));
	/* Once more, and its end. */
	CALL(ptrace(PTRACE_SEIZE, child, NULL, NULL));
	CALL(kill(child, SIGKILL));
	next_stop("killed", child);
}

/* Who is interrupted while it is stopped stops once more. */
static void interrupted_while_stopped(void)
{
	pid_t child = sleeper();

	CALL(ptrace(PTRACE_SEIZE, child, NULL, PTRACE_O_TRACESYSGOOD));
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	next_stop("interrupted", child);
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("once more", child);
	CALL(ptrace(PTRACE_SYSCALL, child, NULL, NULL));
	next_stop("entry", child);
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("behind the call", child);
	CALL(kill(child, SIGKILL));
	next_stop("killed", child);
}

static void refused(void)
{
	CALL(ptrace(PTRACE_ATTACH, getpid(), NULL, NULL));
	CALL(ptrace(PTRACE_ATTACH, 0, NULL, NULL));
	CALL(ptrace(PTRACE_ATTACH, -1, NULL, NULL));
	CALL(ptrace(PTRACE_CONT, 99999999, NULL, NULL));
	CALL(ptrace(PTRACE_PEEKDATA, getpid(), NULL, NULL));
}

/* The end of one that is no child is told to its tracer and to its parent. */
static void no_child(void)
{
	int fds[2];
	pid_t middle, child;

	MUST(pipe(fds));
	fflush(stdout);
	middle = MUST(fork());
	if (!middle) {
		child = sleeper();
		(void)!write(fds[1], &child, sizeof(child));
		int status = 0;

		waitpid(child, &status, 0);
		_exit(WTERMSIG(status));
	}
	MUST(read(fds[0], &child, sizeof(child)));
	CALL(waitpid(child, NULL, WNOHANG));
	CALL(ptrace(PTRACE_SEIZE, child, NULL, NULL));
	CALL(waitpid(child, NULL, WNOHANG));
	CALL(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	next_stop("no child", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	CALL(kill(child, SIGTERM));
	next_stop("no child", child);
	CALL(ptrace(PTRACE_CONT, child, NULL, SIGTERM));
	next_stop("no child", child);
	show_wait("middle", middle);
	CALL(waitpid(-1, NULL, 0));
}

int main(void)
{
	attach();
	seize();
	interrupted_while_stopped();
	refused();
	no_child();
	return 0;
}
