/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* G-05, E25: limits, priorities, policies and groups of outsiders. */
#include <sys/resource.h>

#include "escape.h"

int main(void)
{
	pid_t outsiders[] = { given_pid("ESCAPE_PID"), getppid(), 1 };
	struct rlimit limit = { 1, 1 };
	struct sched_param parameter = { 0 };
	uint64_t attributes[7] = { 56 };
	cpu_set_t one;
	char text[64];

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	for (size_t i = 0; i < 3; i++) {
		pid_t pid = outsiders[i];
		bool parent = pid == getppid();  /* ptjail: programs may look at their parent */
		bool known = parent || pid == 1; /* and how they are scheduled, be looked at */

		for (int resource = 0; resource < 16; resource++) {
			must_fail(prlimit(pid, resource, &limit, NULL), "prlimit");
			if (!parent)
				must_fail(prlimit(pid, resource, NULL, &limit),
					  "reading by prlimit");
			limit.rlim_cur = limit.rlim_max = 1;
		}
		must_fail(syscall(SYS_setpriority, PRIO_PROCESS, pid, 5), "setpriority");
		if (!parent)
			must_fail(syscall(SYS_setpriority, PRIO_PGRP, pid, 5),
				  "setpriority of a group");
		if (!known)
			must_fail(syscall(SYS_getpriority, PRIO_PROCESS, pid), "getpriority");
		must_fail(syscall(SYS_ioprio_set, 1, pid, 3 << 13), "ioprio_set");
		if (!parent)
			must_fail(syscall(SYS_ioprio_set, 2, pid, 3 << 13),
				  "ioprio_set of a group");
		must_fail(syscall(SYS_sched_setaffinity, pid, sizeof(one), &one),
			  "sched_setaffinity");
		if (!known)
			must_fail(syscall(SYS_sched_getaffinity, pid, sizeof(one), &one),
				  "sched_getaffinity");
		must_fail(syscall(SYS_sched_setscheduler, pid, SCHED_BATCH, &parameter),
			  "sched_setscheduler");
		must_fail(syscall(SYS_sched_setparam, pid, &parameter), "sched_setparam");
		must_fail(syscall(SYS_sched_setattr, pid, attributes, 0), "sched_setattr");
		if (!known)
			must_fail(syscall(SYS_sched_getattr, pid, attributes, 56, 0),
				  "sched_getattr");
		if (!known)
			must_fail(syscall(SYS_sched_rr_get_interval, pid, text),
				  "sched_rr_get_interval");
		must_fail(setpgid(pid, pid), "setpgid");
		if (!parent)
			must_fail(setpgid(0, pid), "joining an outsider's group");
		if (!known)
			must_fail(getsid(pid), "getsid");
		if (!known)
			must_fail(getpgid(pid), "getpgid");
		must_fail(syscall(SYS_get_robust_list, pid, text, text + 8), "get_robust_list");
		must_fail(syscall(SYS_migrate_pages, pid, 1, text, text), "migrate_pages");
		must_fail(syscall(SYS_move_pages, pid, 0, NULL, NULL, NULL, 0), "move_pages");
		must_fail(prctl(62 /* PR_SCHED_CORE */, 1, pid, 0, 0), "PR_SCHED_CORE");
		must_fail(prctl(0x59616d61, pid, 0, 0, 0), "PR_SET_PTRACER");
		/* The kernel looks for the process before it asks for the right to set clocks. */
		for (unsigned int kind = 0; kind < 7; kind++)
			if (syscall(SYS_clock_settime,
				    ((unsigned int)~pid << 3 | kind) & (kind == 3 ? 0 : ~0U),
				    attributes) == 0 ||
			    (kind != 3 && errno != EINVAL))
				escaped("clock_settime knows process %d", pid);
		must_fail(syscall(SYS_capget, (uint32_t[2]){ 0x20080522, (uint32_t)pid }, text),
			  "capget");
	}
	/* Of everybody of this user: members only. The canary tells of the others. */
	(void)setpriority(PRIO_USER, 0, 7);
	(void)setpriority(PRIO_USER, getuid(), 7);
	(void)syscall(SYS_ioprio_set, 3, getuid(), 3 << 13);
	(void)setpriority(PRIO_PGRP, 0, 7);
	contained();
}
