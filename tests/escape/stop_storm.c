/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02: members that stop all the time do not starve another one, nor does a storm of signals make
 * a call go unjudged. Both make calls that always stop.
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

static void handler(int number)
{
	(void)number;
	if (is_secret(open(outside("secret"), O_RDONLY)))
		_exit(99);
}

/*
 * Not a time, which a busy machine stretches, but turns: a waitpid(-1) for each stop gave one
 * turn to the last one for thousands of the others', each time. That the kernel lets the last one
 * wait for a processor makes some turns long.
 */
#define TURNS_MOST 1000UL

int main(void)
{
	pid_t pids[8];
	unsigned int starved = 0;
	double begin;
	unsigned long *turns = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
				    -1, 0);

	signal(SIGUSR1, handler);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			for (;;) {
				(void)rmdir("/no/such/file");
				__atomic_fetch_add(turns, 1, __ATOMIC_RELAXED);
			}
	}
	begin = now();
	for (int i = 0; i < 300; i++) {
		unsigned long before = __atomic_load_n(turns, __ATOMIC_RELAXED);

		(void)mkdir("/etc", 0755);
		starved += __atomic_load_n(turns, __ATOMIC_RELAXED) - before > TURNS_MOST;
		kill(pids[i % 8], i % 3 ? SIGUSR1 : SIGCONT);
	}
	printf("%.2f seconds, %lu turns of the others, %u times starved\n", now() - begin, *turns,
	       starved);
	if (starved > 200)
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
