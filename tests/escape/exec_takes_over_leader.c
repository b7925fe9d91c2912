/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E30: a thread executes a program and takes over the leader's number while the tracer is busy
 * with what the leader asked for: the leader's registers must not come into the new program,
 * whose loader has no gate yet and would run from wherever the attacker wants.
 * KERNEL: since 5.13 (dbb5afad100a) requests of ptrace fail until the exec's stop has been told, so
 * that this wins against no build there; trace_exec_number.c does, without what is meant here.
 */
#include "escape.h"

#define DEPTH 400
#define LINKS 39

static volatile bool ready;

static void *execute(void *data)
{
	while (!ready)
		;
	linger((int)(intptr_t)data);
	execl("/proc/self/exe", "attack", "child", NULL);
	return NULL;
}

/* A way that takes long to go: link after link, each down a deep tree and up again. */
static void make_long_way(void)
{
	char target[5 * DEPTH + 8] = "";
	char name[8];

	for (int i = 0; i < DEPTH; i++) {
		strcat(target, "d/");
		if (mkdir(target, 0700) < 0)
			broken("no deep tree");
	}
	for (int i = 0; i < DEPTH; i++)
		strcat(target, "../");
	for (int i = 0; i < LINKS; i++) {
		/* The last one leads nowhere. */
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(target + 5 * DEPTH, 8, "l%d", i + 1);
		if (symlink(target, name) < 0)
			broken("no link");
	}
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	unsigned long rounds = 0;

	(void)argv;
	if (argc > 1)
		_exit(7);
	enter_scratch();
	make_long_way();
	while (racing(&race)) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			start(execute, (void *)(intptr_t)(race.rounds * 3001 % 30000));
			ready = true;
			/* Long to judge, and nothing is asked of this thread meanwhile. */
			for (;;)
				(void)chmod("l0", 0700);
		}
		waitpid(pid, &status, 0);
		rounds++;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 7)
			escaped("the new program ended with %x in round %lu", status, rounds);
	}
	printf("%lu rounds\n", rounds);
	contained();
}
