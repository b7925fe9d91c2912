/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What exec resets and what it keeps: handlers, masks, alternate stacks, name, umask, cwd. */
#include "guest.h"

static void on_signal(int signo)
{
	(void)signo;
}

int main(int argc, char **argv)
{
	struct sigaction action;
	stack_t stack = { 0 };
	sigset_t set;

	if (argc > 1) {
		sigaction(SIGUSR1, NULL, &action);
		printf("handled signal is default %d\n", action.sa_handler == SIG_DFL);
		sigaction(SIGUSR2, NULL, &action);
		printf("ignored signal is ignored %d\n", action.sa_handler == SIG_IGN);
		sigprocmask(SIG_BLOCK, NULL, &set);
		printf("blocked %d pending ", sigismember(&set, SIGTERM));
		sigpending(&set);
		printf("%d\n", sigismember(&set, SIGTERM));
		sigaltstack(NULL, &stack);
		printf("no alternate stack %d\n", stack.ss_flags == SS_DISABLE);
		printf("nice %d, umask known\n", getpriority(PRIO_PROCESS, 0));
		show_path("in-cwd");
		return 0;
	}
	put_file("in-cwd", "x");
	stack.ss_sp = malloc(SIGSTKSZ);
	stack.ss_size = SIGSTKSZ;
	MUST(sigaltstack(&stack, NULL));
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	MUST(sigprocmask(SIG_BLOCK, &set, NULL));
	raise(SIGTERM);
	MUST(setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + 1));
	execl(argv[0], argv[0], "x", NULL);
	return 1;
}
