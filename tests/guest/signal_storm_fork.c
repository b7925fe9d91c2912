/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* fork and exec keep their results while signals pour in. */
#include "guest.h"

static void on_signal(int signo)
{
	(void)signo;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct itimerval timer = { { 0, 2000 }, { 0, 2000 } };
	int right = 0;

	if (argc > 1)
		return 9;
	sigaction(SIGALRM, &action, NULL);
	MUST(setitimer(ITIMER_REAL, &timer, NULL));
	for (int i = 0; i < 30; i++) {
		int status = 0;
		pid_t child = fork(), got;

		if (!child) {
			execl(argv[0], argv[0], "x", NULL);
			_exit(1);
		}
		do
			got = waitpid(child, &status, 0);
		while (got == -1 && errno == EINTR);
		right += WIFEXITED(status) && WEXITSTATUS(status) == 9;
	}
	printf("%d of 30\n", right);
	return 0;
}
