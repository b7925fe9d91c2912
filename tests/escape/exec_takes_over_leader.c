/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E30: a thread executes a program and takes over the leader's number while the tracer is busy
 * with what the leader asked for: the leader's registers must not come into the new program,
 * whose loader has no gate yet and would run from wherever the attacker wants.
 * ATTACK BROKEN: FAMILY
 */
#include "escape.h"

static volatile bool ready;

static void *execute(void *data)
{
	while (!ready)
		;
	linger((int)(intptr_t)data);
	execl("/proc/self/exe", "attack", "child", NULL);
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	unsigned long rounds = 0;
	pid_t idle[60];

	(void)argv;
	if (argc > 1)
		_exit(7);
	for (size_t i = 0; i < 60; i++) {
		idle[i] = fork();
		if (idle[i] == 0)
			for (;;)
				pause();
	}
	while (racing(&race)) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			start(execute, (void *)(intptr_t)(race.rounds * 3001 % 30000));
			ready = true;
			/* Long to judge: a call in this thread's name for each member. */
			for (;;)
				(void)kill(0, 0);
		}
		waitpid(pid, &status, 0);
		rounds++;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 7)
			escaped("the new program ended with %x in round %lu", status, rounds);
	}
	for (size_t i = 0; i < 60; i++)
		kill(idle[i], SIGKILL);
	printf("%lu rounds\n", rounds);
	contained();
}
