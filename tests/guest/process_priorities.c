/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Priorities and scheduling of oneself, a child, a group; of nobody. */
#include "guest.h"

int main(void)
{
	struct sched_param param = { 0 };
	struct rlimit64 limit;
	cpu_set_t cpus;
	pid_t child, other;

	MUST(setpgid(0, 0));
	child = MUST(fork());
	if (!child)
		for (;;)
			pause();
	other = MUST(fork());
	if (!other) {
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(other, other);
	CALL(getpgid(other) == other);
	CALL(getsid(child) == getsid(0));
	CALL(setpriority(PRIO_PROCESS, child, 3));
	CALL(getpriority(PRIO_PROCESS, child));
	CALL(setpriority(PRIO_PGRP, 0, 5));
	CALL(getpriority(PRIO_PROCESS, child));
	CALL(getpriority(PRIO_PROCESS, 0));
	CALL(getpriority(PRIO_PROCESS, other));
	CALL(setpriority(PRIO_PROCESS, 0, 7));
	CALL(getpriority(PRIO_PGRP, 0));
	CALL(getpriority(PRIO_PGRP, other));
	CALL(getpriority(PRIO_PGRP, 999999999));
	CALL(setpriority(PRIO_PROCESS, 999999999, 5));
	CALL(getpriority(PRIO_USER, 999999));
	CALL(getpriority(9, 0));
	CALL(syscall(SYS_ioprio_set, 1, child, 3 << 13));
	CALL(syscall(SYS_ioprio_get, 1, child));
	CALL(syscall(SYS_ioprio_get, 1, 999999999));
	CALL(syscall(SYS_ioprio_get, 9, 0));
	CALL(sched_getscheduler(child));
	CALL(sched_setscheduler(child, SCHED_BATCH, &param));
	CALL(sched_getscheduler(child));
	CALL(sched_getscheduler(999999999));
	CALL(sched_getaffinity(child, sizeof(cpus), &cpus) < 0 ? -1 : 0);
	CALL(sched_setaffinity(child, sizeof(cpus), &cpus));
	CALL(syscall(SYS_prlimit64, child, RLIMIT_NOFILE, NULL, &limit));
	limit.rlim_cur = 50;
	CALL(syscall(SYS_prlimit64, child, RLIMIT_NOFILE, &limit, NULL));
	CALL(syscall(SYS_prlimit64, child, RLIMIT_NOFILE, NULL, &limit));
	printf("limit %llu\n", (unsigned long long)limit.rlim_cur);
	CALL(syscall(SYS_prlimit64, 999999999, RLIMIT_NOFILE, NULL, &limit));
	CALL(setpgid(child, 999999999));
	CALL(setpgid(child, other));
	CALL(getpgid(child) == other);
	CALL(kill(-other, SIGKILL));
	show_wait("child", child);
	show_wait("other", other);
	return 0;
}
