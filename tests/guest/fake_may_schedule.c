/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Priorities, limits and signals of other processes, by ids. */
#include "as_user.h"

static void stay(uid_t real, uid_t effective, uid_t saved, int ready)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	MUST(setresgid(real, real, real));
	MUST(setresuid(real, effective, saved));
	MUST(write(ready, "x", 1));
	for (;;)
		pause();
}

static void try_all(pid_t pid)
{
	struct sched_param param = { 0 };
	struct rlimit limit;
	cpu_set_t cpus;

	errno = 0;
	CALL(getpriority(PRIO_PROCESS, pid));
	CALL(setpriority(PRIO_PROCESS, pid, 5));
	CALL(sched_setscheduler(pid, SCHED_OTHER, &param));
	CALL(sched_setparam(pid, &param));
	MUST(sched_getaffinity(pid, sizeof(cpus), &cpus));
	CALL(sched_setaffinity(pid, sizeof(cpus), &cpus));
	CALL(syscall(SYS_ioprio_set, 1, pid, 2 << 13 | 6));
	/* Not every root has CAP_SYS_RESOURCE. */
	if (geteuid() != 0)
		CALL(prlimit(pid, RLIMIT_NPROC, NULL, &limit));
	CALL(kill(pid, 0));
}

int main(void)
{
	static const uid_t ids[][3] = { { 0, 0, 0 },    { 60, 60, 60 }, { 61, 61, 61 },
					{ 60, 61, 60 }, { 61, 60, 61 }, { 60, 60, 0 },
					{ 0, 60, 60 } };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		int ready[2];
		char c;
		pid_t pid;

		MUST(pipe(ready));
		fflush(stdout);
		pid = MUST(fork());
		if (!pid)
			stay(ids[i][0], ids[i][1], ids[i][2], ready[1]);
		MUST(read(ready[0], &c, 1));
		printf("target %u %u %u\n", ids[i][0], ids[i][1], ids[i][2]);
		AS(60, 60, try_all(pid));
		IN_CHILD(MUST(setresgid(60, 60, 60)); MUST(setresuid(60, 60, 60)); try_all(pid));
		AS(62, 62, try_all(pid));
		try_all(pid);
		MUST(kill(pid, SIGKILL));
		waitpid(pid, NULL, 0);
		close(ready[0]);
		close(ready[1]);
	}
	return 0;
}
