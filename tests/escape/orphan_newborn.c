/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E29, L: processes and threads are killed while they make children, and a member adopts what they leave
 * (PR_SET_CHILD_SUBREAPER). Whose maker cannot tell of it any more is killed: the adopter never waits for
 * somebody who neither runs nor ends.
 * ATTACK BROKEN: ORPHANS
 */
#include "confined.h"

static _Noreturn void breed(unsigned int how)
{
	for (;;) {
		pid_t child = how % 3 == 0 ? vfork() : fork();

		if (child == 0)
			_exit(0);
		if (child > 0 && how % 2 == 0)
			waitpid(child, NULL, 0);
	}
}

static void *breed_too(void *data)
{
	breed((unsigned int)(uintptr_t)data);
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned int round = 0;

	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	while (racing(&race) || round < 40) {
		pid_t child = fork();

		if (child == 0) {
			if (round % 4 == 1)
				start(breed_too, (void *)(uintptr_t)(round + 1));
			alarm(60);
			breed(round);
		}
		usleep(200 + round % 16 * 150);
		kill(child, SIGKILL);
		round++;
		while (waitpid(-1, NULL, 0) > 0)
			;
	}
	still_confined("after orphans");
	contained();
}
