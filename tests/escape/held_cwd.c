/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02: thousands of threads that share a working directory, one of which changes it: the tracer, who
 * tells them of it once somebody has looked into /proc, does not look at each of them for each of
 * them, while nobody else is served.
 * ATTACK MODES: landlock
 */
#include "escape.h"

#define THREADS 3000
#define ROUNDS  4

static void *sleep_on(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return NULL;
}

int main(void)
{
	double shortest = HELD_UP_SECONDS, begin;
	pthread_attr_t attributes;
	pthread_t thread;
	int made = 0;

	enter_scratch();
	if (open("/proc", O_RDONLY | O_DIRECTORY) < 0)
		broken("open");
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 16384);
	while (made < THREADS && pthread_create(&thread, &attributes, sleep_on, NULL) == 0)
		made++;
	if (made < THREADS / 2)
		broken("only %d threads", made);
	/* The shortest: who was kept from running in all of them is not the tracer's doing. */
	for (int i = 0; i < ROUNDS; i++) {
		begin = now();
		if (chdir(".") < 0)
			broken("chdir");
		if (now() - begin < shortest)
			shortest = now() - begin;
	}
	printf("%d threads: %.4f s\n", made, shortest);
	if (shortest > 0.1)
		escaped("a chdir takes %.2f s, and nobody else is served meanwhile", shortest);
	contained();
}
