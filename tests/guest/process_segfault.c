/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A real fault: the handler sees the address, the default kills. */
#include "guest.h"

static char *page;

static void on_fault(int signo, siginfo_t *info, void *context)
{
	(void)context;
	printf("%s code %d address %d\n", sig_name(signo), info->si_code, info->si_addr == page);
	fflush(stdout);
	_exit(12);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };
	pid_t child;

	page = bad_memory();
	child = MUST(fork());
	if (!child) {
		sigaction(SIGSEGV, &action, NULL);
		*(volatile char *)page = 1;
		_exit(0);
	}
	show_wait("handled", child);
	child = MUST(fork());
	if (!child) {
		*(volatile char *)page = 1;
		_exit(0);
	}
	show_wait("default", child);
	child = MUST(fork());
	if (!child) {
		action.sa_flags |= SA_RESETHAND;
		sigaction(SIGFPE, &action, NULL);
		raise(SIGFPE);
	}
	show_wait("raised", child);
	return 0;
}
