/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Handlers with sigaction: siginfo, masks, nesting, SA_RESETHAND, SA_NODEFER. */
#include "guest.h"

static volatile sig_atomic_t depth, deepest, count;

static void on_signal(int signo, siginfo_t *info, void *context)
{
	(void)context;
	count++;
	if (++depth > deepest)
		deepest = depth;
	if (count == 1)
		raise(signo);
	printf("%s code %d from self %d\n", sig_name(signo), info->si_code,
	       info->si_pid == getpid());
	depth--;
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	union sigval value = { .sival_int = 5 };

	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	printf("count %d deepest %d\n", (int)count, (int)deepest);
	action.sa_flags |= SA_NODEFER;
	sigaction(SIGUSR1, &action, NULL);
	count = deepest = 0;
	kill(getpid(), SIGUSR1);
	printf("count %d deepest %d\n", (int)count, (int)deepest);
	action.sa_flags = SA_SIGINFO | SA_RESETHAND;
	sigaction(SIGRTMIN, &action, NULL);
	count = 5;
	CALL(sigqueue(getpid(), SIGRTMIN, value));
	sigaction(SIGRTMIN, NULL, &action);
	printf("reset %d\n", action.sa_handler == SIG_DFL);
	CALL(sigaction(SIGKILL, &action, NULL));
	CALL(sigaction(65, &action, NULL));
	CALL(kill(getpid(), 65));
	CALL(kill(getpid(), 0));
	return 0;
}
