/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A tracer that interrupts while its tracee executes a program: it comes to a stop, and goes on. */
#include "guest.h"

#include <sys/ptrace.h>

static int one_round(const char *self, int delay)
{
	char *argv[] = { (char *)self, (char *)"child", NULL };
	int status = 0;
	int rounds = 0;
	pid_t child = fork();

	if (child == 0) {
		execv(self, argv);
		_exit(9);
	}
	usleep((useconds_t)delay);
	if (ptrace(PTRACE_SEIZE, child, 0, 0) == 0)
		(void)ptrace(PTRACE_INTERRUPT, child, 0, 0);
	while (waitpid(child, &status, __WALL) == child && WIFSTOPPED(status)) {
		if (++rounds > 10)
			return -1;
		(void)ptrace(PTRACE_CONT, child, 0, 0);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return 4;
	alarm(60);
	for (int i = 0; i < 40; i++) {
		int result = one_round(argv[0], i * 40);

		if (result != 4)
			printf("round %d: %d\n", i, result);
	}
	puts("done");
	return 0;
}
