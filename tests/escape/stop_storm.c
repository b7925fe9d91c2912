/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02: members that stop all the time do not starve another one, nor does a storm of signals make
 * a call go unjudged.
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

static void handler(int number)
{
	(void)number;
	if (is_secret(open(outside("secret"), O_RDONLY)))
		_exit(99);
}

int main(void)
{
	pid_t pids[8];
	double begin;

	signal(SIGUSR1, handler);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			for (;;)
				(void)access("/etc/passwd", F_OK);
	}
	begin = now();
	for (int i = 0; i < 300; i++) {
		close(open("/etc/passwd", O_RDONLY));
		kill(pids[i % 8], i % 3 ? SIGUSR1 : SIGCONT);
	}
	printf("%.2f seconds\n", now() - begin);
	if (now() - begin > 15)
		escaped("the last one starves");
	for (int i = 0; i < 8; i++) {
		int status;

		kill(pids[i], SIGKILL);
		waitpid(pids[i], &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
			escaped("a handler");
	}
	contained();
}
