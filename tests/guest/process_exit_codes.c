/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Exit codes are cut to eight bits; signals end with their number. */
#include "guest.h"

static void run(const char *what, int code, int signo)
{
	pid_t child = MUST(fork());

	if (!child) {
		if (signo)
			raise(signo);
		_exit(code);
	}
	show_wait(what, child);
}

int main(void)
{
	run("zero", 0, 0);
	run("255", 255, 0);
	run("256", 256, 0);
	run("-1", -1, 0);
	run("term", 0, SIGTERM);
	run("kill", 0, SIGKILL);
	run("abort", 0, SIGABRT);
	run("segv", 0, SIGSEGV);
	run("usr1", 0, SIGUSR1);
	run("rt", 0, SIGRTMAX - 1);
	run("chld", 4, SIGCHLD);
	return 42;
}
