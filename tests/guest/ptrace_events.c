/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* fork, vfork, clone and exit as events; new ones are traced from their first instruction. */
#include "traced.h"

static int in_clone(void *arg)
{
	return *(int *)arg;
}

static int run(void)
{
	static char stack[65536];
	int code = 6;
	pid_t pid = fork();

	if (!pid)
		_exit(3);
	waitpid(pid, NULL, 0);
	pid = vfork();
	if (!pid)
		_exit(4);
	waitpid(pid, NULL, 0);
	pid = clone(in_clone, stack + sizeof(stack), CLONE_VM | SIGUSR1, &code);
	waitpid(pid, NULL, __WALL);
	return 5;
}

/* One after the other: the order of independent processes is nobody's. */
static void follow_new(pid_t pid, bool seized)
{
	int status = next_stop("new one", pid);

	while (WIFSTOPPED(status)) {
		ptrace(PTRACE_CONT, pid, NULL,
		       status >> 16 == 0 && WSTOPSIG(status) != SIGSTOP ? WSTOPSIG(status) : 0);
		status = next_stop(seized ? "new seized" : "new", pid);
	}
}

static void events(bool seized)
{
	long options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
		       PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXIT;
	pid_t child;
	int status;

	if (seized) {
		fflush(stdout);
		child = MUST(fork());
		if (!child) {
			raise(SIGSTOP);
			_exit(run());
		}
		MUST(waitpid(child, &status, WUNTRACED));
		CALL(ptrace(PTRACE_SEIZE, child, NULL, options));
		next_stop("stopped before", child);
		CALL(kill(child, SIGCONT));
	} else {
		child = traced_child(run);
		CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, options));
	}
	ptrace(PTRACE_CONT, child, NULL, NULL);
	for (;;) {
		unsigned long message = 0;
		int event;

		status = next_stop("parent", child);
		if (!WIFSTOPPED(status))
			return;
		event = status >> 16;
		ptrace(PTRACE_GETEVENTMSG, child, NULL, &message);
		if (event == PTRACE_EVENT_EXIT)
			show_status("will end", (int)message);
		if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
		    event == PTRACE_EVENT_CLONE)
			follow_new((pid_t)message, seized);
		ptrace(PTRACE_CONT, child, NULL,
		       event == 0 && WSTOPSIG(status) != SIGSTOP ? WSTOPSIG(status) : 0);
	}
}

int main(void)
{
	events(false);
	events(true);
	return 0;
}
