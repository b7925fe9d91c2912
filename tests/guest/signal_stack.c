/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A handler on an alternate stack, also after its own stack has overflowed. */
#include "guest.h"

static char *alternate;

static void on_signal(int signo)
{
	char here;

	printf("%s on the alternate stack %d\n", sig_name(signo),
	       &here >= alternate && &here < alternate + 65536);
	if (signo == SIGSEGV) {
		fflush(stdout);
		_exit(5);
	}
}

static volatile long total, bottom = -1;

__attribute__((noinline)) static long overflow(long depth)
{
	volatile char block[4096];

	block[0] = (char)depth;
	total += block[0];
	return depth == bottom ? 0 : overflow(depth + 1) + block[0];
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK };
	stack_t stack = { .ss_size = 65536 };
	struct rlimit limit = { 1 << 20, RLIM_INFINITY };
	pid_t child;

	stack.ss_sp = alternate = malloc(65536);
	MUST(setrlimit(RLIMIT_STACK, &limit));
	MUST(sigaltstack(&stack, NULL));
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGSEGV, &action, NULL);
	raise(SIGUSR1);
	child = MUST(fork());
	if (!child)
		_exit((int)overflow(0));
	show_wait("overflow", child);
	return 0;
}
