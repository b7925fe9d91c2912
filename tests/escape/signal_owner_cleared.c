/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E24: a terminal that has no owner is by O_ASYNC its foreground group's, which may be outsiders, and not
 * the caller's: somebody else, who shares the open file and no descriptors, takes the owner away while
 * the caller is kept from running. Here that group is one of the jail's own.
 * ATTACK BROKEN: ASYNC
 */
#include <pty.h>
#include <sys/ioctl.h>

#include "escape.h"

static int slave;

static void stay_on(int cpu, int policy)
{
	struct sched_param parameter = { 0 };
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	(void)sched_setaffinity(0, sizeof(one), &one);
	(void)sched_setscheduler(0, policy, &parameter);
}

static void die_with_parent(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int main(void)
{
	int processors = (int)sysconf(_SC_NPROCESSORS_ONLN), master, on = 1, ready[2];
	volatile bool *is_groups = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct race race = { 0 };
	char byte;

	signal(SIGIO, SIG_IGN);
	if (openpty(&master, &slave, NULL, NULL, NULL) < 0 || pipe(ready) < 0)
		broken("no terminal");
	if (fork() == 0) {
		die_with_parent();
		if (setsid() < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
			_exit(1);
		(void)!write(ready[1], "x", 1);
		for (;;)
			pause();
	}
	if (read(ready[0], &byte, 1) != 1)
		broken("no session");
	if (fork() == 0) {
		die_with_parent();
		stay_on(processors - 1, SCHED_OTHER);
		for (;;) {
			if (fcntl(slave, F_GETOWN) < -1)
				*is_groups = true;
			(void)fcntl(slave, F_SETOWN, 0);
		}
	}
	if (fork() == 0) {
		die_with_parent();
		stay_on(0, SCHED_OTHER);
		for (;;)
			linger(1000);
	}
	stay_on(0, SCHED_IDLE);
	while (racing(&race)) {
		if (race.rounds % 2 == 0)
			(void)fcntl(slave, F_SETFL, O_RDWR | O_ASYNC);
		else
			(void)ioctl(slave, FIOASYNC, &on);
		if (*is_groups)
			escaped("the foreground group gets the terminal's signals");
		(void)fcntl(slave, F_SETFL, O_RDWR);
	}
	contained();
}
