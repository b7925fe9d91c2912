/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A root's priorities and policies are told as they were set, to children and others, too. */
#include "as_user.h"

#define IO(class, level) ((class) << 13 | (level))
#define ONESELF          1 /* IOPRIO_WHO_PROCESS */

/* struct sched_attr, as of its first version */
struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

/* priority, nice; real-time priority, policy: proc(5) */
static void show_in_stat(pid_t pid)
{
	char path[64], text[2048] = "", *at;
	int fd, field = 3;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid ? pid : getpid());
	fd = MUST(open(path, O_RDONLY));
	MUST(read(fd, text, sizeof(text) - 1));
	close(fd);
	printf("stat");
	for (at = strtok(strrchr(text, ')') + 1, " "); at; at = strtok(NULL, " "), field++)
		if (field == 18 || field == 19 || field == 40 || field == 41)
			printf(" %s", at);
	printf("\n");
}

static void show(pid_t pid)
{
	struct attributes attr = { 0 };
	struct sched_param param = { 0 };

	errno = 0;
	CALL(getpriority(PRIO_PROCESS, pid));
	CALL(sched_getscheduler(pid));
	CALL(sched_getparam(pid, &param));
	CALL(syscall(SYS_sched_getattr, pid, &attr, sizeof(attr), 0));
	printf("priority %d; %u %llu %d %u, size %u\n", param.sched_priority, attr.policy,
	       (unsigned long long)attr.flags, attr.nice, attr.priority, attr.size);
	CALL(sched_getparam(pid, NULL));
	CALL(syscall(SYS_sched_getattr, pid, NULL, sizeof(attr), 0));
	CALL(syscall(SYS_sched_getattr, pid, &attr, 8, 0));
	show_in_stat(pid);
}

static void nices(void)
{
	CALL(setpriority(PRIO_PROCESS, 0, -5));
	show(0);
	IN_CHILD(show(0));
	CALL(setpriority(PRIO_PROCESS, 0, -99));
	CALL(getpriority(PRIO_PROCESS, 0));
	CALL(getpriority(PRIO_PGRP, 0));
	CALL(setpriority(PRIO_PROCESS, 0, 3));
	show(0);
	CALL(nice(-4));
	CALL(getpriority(PRIO_PROCESS, getpid()));
	CALL(setpriority(PRIO_PGRP, 0, -7));
	CALL(getpriority(PRIO_PROCESS, 0));
	AS(60, 60, CALL(setpriority(PRIO_PROCESS, 0, -8)); CALL(setpriority(PRIO_PROCESS, 0, -6));
	   show(0); CALL(setpriority(PRIO_PROCESS, 0, 2)); CALL(setpriority(PRIO_PROCESS, 0, 1));
	   show(0));
	CALL(getpriority(PRIO_PROCESS, 0));
}

static void policies(void)
{
	struct sched_param param = { .sched_priority = 7 };
	struct attributes attr = { .size = sizeof(attr), .policy = SCHED_OTHER, .nice = -3 };

	CALL(sched_setscheduler(0, SCHED_FIFO, &param));
	show(0);
	IN_CHILD(show(0));
	param.sched_priority = 8;
	CALL(sched_setparam(0, &param));
	show(0);
	param.sched_priority = 100;
	CALL(sched_setparam(0, &param));
	param.sched_priority = 0;
	CALL(sched_setparam(0, &param));
	CALL(sched_setparam(0, NULL));
	AS(60, 60, param.sched_priority = 5; CALL(sched_setparam(0, &param)); show(0);
	   param.sched_priority = 9; CALL(sched_setparam(0, &param));
	   CALL(sched_setscheduler(0, SCHED_RR, &param)); param.sched_priority = 4;
	   CALL(sched_setscheduler(0, SCHED_FIFO, &param)); show(0));
	param.sched_priority = 3;
	CALL(sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &param));
	show(0);
	IN_CHILD(show(0));
	param.sched_priority = 0;
	CALL(sched_setscheduler(0, SCHED_OTHER, &param));
	show(0);
	CALL(syscall(SYS_sched_setattr, 0, &attr, 0));
	show(0);
	attr.policy = SCHED_RR;
	attr.priority = 2;
	CALL(syscall(SYS_sched_setattr, 0, &attr, 0));
	show(0);
	attr.policy = SCHED_OTHER;
	attr.priority = 0;
	attr.nice = 1;
	CALL(syscall(SYS_sched_setattr, 0, &attr, 0));
	show(0);
}

static void io_priorities(void)
{
	CALL(syscall(SYS_ioprio_set, ONESELF, 0, IO(1, 2)));
	CALL(syscall(SYS_ioprio_get, ONESELF, 0));
	IN_CHILD(CALL(syscall(SYS_ioprio_get, ONESELF, 0)));
	AS(60, 60, CALL(syscall(SYS_ioprio_set, ONESELF, 0, IO(1, 2)));
	   CALL(syscall(SYS_ioprio_get, ONESELF, 0)));
	CALL(syscall(SYS_ioprio_set, ONESELF, 0, IO(2, 5)));
	CALL(syscall(SYS_ioprio_get, ONESELF, 0));
}

static void of_others(void)
{
	struct sched_param param = { .sched_priority = 6 };
	pid_t child = MUST(fork());

	if (!child)
		for (;;)
			pause();
	CALL(setpriority(PRIO_PROCESS, child, -2));
	CALL(sched_setscheduler(child, SCHED_RR, &param));
	CALL(syscall(SYS_ioprio_set, ONESELF, child, IO(1, 3)));
	CALL(syscall(SYS_ioprio_get, ONESELF, child));
	show(child);
	AS(60, 60, show(child));
	MUST(kill(child, SIGKILL));
	show_wait("child", child);
}

int main(void)
{
	MUST(setpgid(0, 0));
	nices();
	io_priorities();
	of_others();
	policies();
	return 0;
}
