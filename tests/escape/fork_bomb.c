/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-01: everybody forks and starts threads for ever: the jail's own limit holds, and somebody who
 * was there before is served. The runner, of the same user, still makes processes.
 * ATTACK OPTIONS: --processes 64
 */
#include "escape.h"

static void *idle(void *data)
{
	(void)data;
	for (;;)
		pause();
	return NULL;
}

int main(void)
{
	unsigned long served = 0, refused = 0;
	struct race race = { 0 };
	pid_t pid = fork();

	if (pid == 0) {
		for (;;) {
			pthread_t thread;

			(void)fork();
			if (pthread_create(&thread, NULL, idle, NULL) != 0)
				usleep(100);
		}
	}
	while (racing(&race)) {
		pid_t other = fork();

		if (other == 0)
			_exit(0);
		if (other < 0)
			refused++;
		else
			waitpid(other, NULL, 0);
		served += access("/etc/passwd", R_OK) == 0;
	}
	printf("%lu served, %lu births refused\n", served, refused);
	if (served != race.rounds - 1)
		escaped("a call failed");
	if (refused == 0)
		escaped("the limit did not hold");
	contained(); /* the rest ends with the first program */
}
