/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: a member of the lowest priority has ptjail make calls in it, and others of the jail leave it
 * no processor: whoever asks ptjail for anything waits with it.
 * ATTACK BROKEN: STARVED
 */
#include "escape.h"

#include <sched.h>

#define BUSY 8

static void on_first_cpu(void)
{
	cpu_set_t set;
	int cpu = 0;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sched_getaffinity(0, sizeof(set), &set);
	while (!CPU_ISSET(cpu, &set))
		cpu++;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	(void)sched_setaffinity(0, sizeof(set), &set);
}

static void spin(void)
{
	on_first_cpu();
	for (;;)
		;
}

static void call_seldom(void)
{
	struct sched_param none = { 0 };

	on_first_cpu();
	if (sched_setscheduler(0, SCHED_IDLE, &none) < 0)
		_exit(1);
	for (;;) {
		(void)chdir("/");
		(void)chdir("/tmp");
	}
}

int main(void)
{
	double end = now() + 6;
	double longest = 0;

	enter_scratch();
	for (int i = 0; i < BUSY; i++) {
		if (fork() == 0)
			spin();
	}
	if (fork() == 0)
		call_seldom();
	while (now() < end) {
		double begin = now();

		(void)chmod("missing", 0600);
		if (now() - begin > longest)
			longest = now() - begin;
	}
	printf("the longest call took %.2f s\n", longest);
	if (longest > 4)
		escaped("a call waited for who gets no processor");
	contained();
}
