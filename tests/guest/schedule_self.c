/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Scheduling calls on oneself. */
#include "guest.h"

int main(void)
{
	struct sched_param param = { 0 };
	cpu_set_t set;

	CALL(sched_getscheduler(0));
	CALL(sched_getparam(0, &param));
	CALL(sched_setscheduler(0, SCHED_BATCH, &param));
	CALL(sched_getscheduler(getpid()));
	CALL(sched_getaffinity(0, sizeof(set), &set));
	CALL(sched_setaffinity(0, sizeof(set), &set));
	CALL(sched_get_priority_max(SCHED_FIFO));
	CALL(setpriority(PRIO_PROCESS, 0, 5));
	CALL(getpriority(PRIO_PROCESS, getpid()));
	CALL(setpriority(PRIO_PROCESS, 0, 4));
	CALL(nice(1));
	return 0;
}
