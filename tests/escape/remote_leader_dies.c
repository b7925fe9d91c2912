/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer makes a call in the name of a process's first thread while another thread ends the
 * process. KERNEL: the end of a first thread is told only after all others were waited for: who
 * waits for that one alone waits for ever.
 * ATTACK BROKEN: PATIENCE
 */
#include "escape.h"

static volatile int delay;

static void *quit(void *data)
{
	(void)data;
	linger(delay);
	_exit(0);
}

int main(void)
{
	struct race race = { 0 };
	double longest = 0;

	while (racing(&race)) {
		double begin;
		pid_t pid;

		delay = (int)(race.rounds * 7919 % 40000);
		pid = fork();
		if (pid == 0) {
			start(quit, NULL);
			for (;;)
				(void)chdir("/tmp");
		}
		begin = now();
		waitpid(pid, NULL, 0);
		if (now() - begin > longest)
			longest = now() - begin;
		if (longest > HELD_UP_SECONDS)
			escaped("the tracer was held up for %.0f seconds", longest);
	}
	printf("%lu rounds, at most %.0f ms\n", race.rounds, 1000 * longest);
	contained();
}
