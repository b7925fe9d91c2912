/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* sigsuspend, sigpending, sigtimedwait and the mask. */
#include "guest.h"

static volatile sig_atomic_t seen;

static void on_signal(int signo)
{
	seen = signo;
}

int main(void)
{
	struct timespec none = { 0, 0 };
	sigset_t set, old, empty;
	siginfo_t info;

	signal(SIGUSR1, on_signal);
	sigemptyset(&empty);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	MUST(sigprocmask(SIG_BLOCK, &set, &old));
	raise(SIGUSR1);
	printf("seen %d\n", seen == SIGUSR1);
	sigpending(&set);
	printf("pending %d\n", sigismember(&set, SIGUSR1));
	CALL(sigsuspend(&empty));
	printf("seen %d\n", seen == SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &old);
	printf("blocked again %d\n", sigismember(&old, SIGUSR1));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	CALL(sigtimedwait(&set, &info, &none));
	raise(SIGUSR1);
	CALL(sigtimedwait(&set, &info, &none) == SIGUSR1);
	return 0;
}
