/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls that read or set something of a process named by number: scheduling, priorities,
 * groups, sessions, capabilities, clocks. Members only; forms that mean a group or all of
 * a user's processes are carried out member by member (SECURITY.md E25).
 */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "syscall/ptrace.h"
#include "syscall/scheduling.h"
#include "syscall/target.h"
#include "tracer/engine.h"
#include "tracer/one_cpu.h"

#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_WHO_PGRP    2
#define IOPRIO_WHO_USER    3

static void leave_alone(const struct call *call, pid_t pid)
{
	struct tracee *target = pid == 0 ? call->tracee : engine_find(call->tracee->engine, pid);

	if (target != NULL)
		one_cpu_leave_alone(target);
}

struct outcome on_sched(struct call *call)
{
	pid_t pid = call_int(call, 0);
	enum call_id id = table_id(call->row);
	bool sets = id == CALL_sched_setparam || id == CALL_sched_setscheduler ||
		    id == CALL_sched_setattr || id == CALL_sched_setaffinity;

	struct outcome outcome;

	one_cpu_show(call->tracee);
	if (id == CALL_sched_setaffinity)
		leave_alone(call, pid);
	if (sets && target_is_refused_scheduling(call, pid))
		return outcome_fail(EPERM);
	outcome = pid < 0 ? outcome_native() : target_outcome(call, 0, !sets);
	return id == CALL_sched_setaffinity || id == CALL_sched_getaffinity
		       ? outcome
		       : scheduling_outcome(call, pid, outcome);
}

static struct outcome join_group(struct call *call)
{
	pid_t pid = call_int(call, 0);
	pid_t pgid = call_int(call, 1);

	if (pid < 0 || pgid < 0)
		return outcome_fail(pgid <= 0 ? EINVAL : ESRCH); /* 0: the same as pid */
	if (pid != 0 && target_find(call, pid) == TARGET_NONE)
		return outcome_fail(ESRCH);
	/*
	 * A group of outsiders would make their terminal's signals the member's. EPERM: as for
	 * a group of another session. The kernel sees to it that pid is the caller or its child.
	 */
	if (pgid != 0 && pgid != pid && pgid != call->tracee->tgid &&
	    !target_group_exists(call, pgid))
		return outcome_fail(EPERM);
	return outcome_native();
}

/* KERNEL: get_robust_list(): it tells where another process has its memory. */
static struct outcome get_robust_list(struct call *call)
{
	const struct member *member = jail_find_member(call->jail, call_int(call, 0));

	if (member != NULL && member->process != call->member->process &&
	    !ptrace_may_attach(call, member))
		return outcome_fail(EPERM);
	return target_outcome(call, 0, false);
}

/* getpgid, getsid, setpgid, get_robust_list. */
struct outcome on_member(struct call *call)
{
	if (table_id(call->row) == CALL_setpgid)
		return join_group(call);
	if (table_id(call->row) == CALL_get_robust_list)
		return get_robust_list(call);
	/* Only a number is learned: nothing to hold. */
	if (target_find(call, call_int(call, 0)) == TARGET_NONE &&
	    !target_is_known(call_int(call, 0)))
		return outcome_fail(ESRCH);
	return outcome_native();
}

/* Whom `who` means, beyond a single process. */
enum who_kind {
	WHO_GROUP,
	WHO_USER,
};

static uid_t own_uid(const struct call *call)
{
	return call->member->creds == NULL ? getuid() : call->member->creds->uid.real;
}

/* All threads meant by (kind, who); an empty list: nobody. */
static int list_meant(struct call *call, enum who_kind kind, int who, struct target_list *ret_list)
{
	*ret_list = (struct target_list){ 0 };
	if (kind == WHO_USER) {
		if ((who != 0 || table_id(call->row) == CALL_ioprio_set) &&
		    (uid_t)who != own_uid(call))
			return 0;
		return target_collect(call, SCOPE_ALL, 0, true, ret_list);
	}
	return target_collect(call, SCOPE_GROUP, who != 0 ? who : getpgid(call->tracee->tgid), true,
			      ret_list);
}

/* How the results of single threads make up that of the whole: as kernel/sys.c does. */
typedef long combine_results(long so_far, long result);

static long combine_priority_got(long so_far, long result)
{
	/* 40 .. 1: the largest is the highest priority */
	return result > so_far ? result : so_far;
}

static long combine_set(long so_far, long result)
{
	if (result == 0)
		return so_far == -ESRCH ? 0 : so_far;
	return result;
}

static long combine_ioprio_got(long so_far, long result)
{
	/* The smallest is the highest. */
	if (result < 0)
		return so_far;
	return so_far < 0 || result < so_far ? result : so_far;
}

static bool is_refused_one(const struct call *call, pid_t pid)
{
	return table_id(call->row) == CALL_ioprio_set ? target_is_refused_io(call, pid)
						      : target_is_refused_scheduling(call, pid);
}

/* KERNEL: block/ioprio.c: user 0 is root here, not the caller; no ordinary user may touch him. */
static bool means_root(const struct call *call)
{
	return call_int(call, 0) == IOPRIO_WHO_USER && call_int(call, 1) == 0;
}

static long finish_ioprio_of_root(struct call *call, long result)
{
	(void)call;
	return result == -ESRCH ? -EPERM : result;
}

static struct outcome io_priority_of_nobody(struct call *call)
{
	const uint64_t args[6] = { IOPRIO_WHO_PROCESS, PID_OF_NOBODY, call->args[2] };

	return call_rewrite(call, CALL_ioprio_set, args,
			    means_root(call) ? finish_ioprio_of_root : NULL, NULL);
}

/*
 * Whether the kernel lets ptjail do to a member exactly what it lets the caller do: neither has a
 * capability, so both have the one id that an ordinary user has.
 */
static bool may_stand_in(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	uid_t real, effective, saved;

	return getresuid(&real, &effective, &saved) == 0 && real == effective && real == saved &&
	       syscall(SYS_capget, &header, data) == 0 &&
	       (data[0].permitted | data[1].permitted) == 0;
}

/*
 * For one of those who are meant. By ptjail itself, where that is the same, since they may be
 * thousands; whose the number is it knows all the while (target.h).
 */
static int run_for_one(struct call *call, bool stands_in, const uint64_t args[6], long *ret_result)
{
	if (!stands_in)
		return call_remote(call, table_id(call->row), args, ret_result);
	*ret_result = syscall(call->sysno, args[0], args[1], args[2]);
	if (*ret_result < 0)
		*ret_result = -errno;
	return 0;
}

static struct outcome for_each_meant(struct call *call, enum who_kind kind, int single,
				     combine_results *combine)
{
	uint64_t args[6] = { (uint64_t)single, 0, call->args[2] };
	bool stands_in = may_stand_in();
	struct target_list list;
	long total = -ESRCH;
	int status = list_meant(call, kind, call_int(call, 1), &list);

	/* The kernel looks at the priority before it looks for anybody. */
	if (status == 0 && list.count == 0 && table_id(call->row) == CALL_ioprio_set)
		return io_priority_of_nobody(call);

	for (size_t i = 0; i < list.count && status == 0; i++) {
		long result = -EPERM;

		args[1] = (uint64_t)list.pids[i];
		if (combine != combine_set || !is_refused_one(call, list.pids[i]))
			status = run_for_one(call, stands_in, args, &result);
		if (status == 0)
			total = combine(total,
					combine == combine_set
						? scheduling_set(call, list.pids[i], result)
						: scheduling_told(call, list.pids[i], result));
	}
	return outcome_done(status < 0 ? status : total);
}

static struct outcome priority(struct call *call)
{
	bool set = table_id(call->row) == CALL_setpriority;
	combine_results *combine = set ? combine_set : combine_priority_got;

	switch (call_int(call, 0)) {
	case PRIO_PROCESS:
		if (set && target_is_refused_scheduling(call, call_int(call, 1)))
			return outcome_fail(EPERM);
		return target_outcome(call, 1, !set);
	case PRIO_PGRP:
		return for_each_meant(call, WHO_GROUP, PRIO_PROCESS, combine);
	case PRIO_USER:
		return for_each_meant(call, WHO_USER, PRIO_PROCESS, combine);
	default:
		return outcome_fail(EINVAL);
	}
}

struct outcome on_priority(struct call *call)
{
	struct outcome outcome = priority(call);

	return call_int(call, 0) == PRIO_PROCESS
		       ? scheduling_outcome(call, call_int(call, 1), outcome)
		       : outcome;
}

static struct outcome io_priority(struct call *call)
{
	bool set = table_id(call->row) == CALL_ioprio_set;
	combine_results *combine = set ? combine_set : combine_ioprio_got;

	switch (call_int(call, 0)) {
	case IOPRIO_WHO_PROCESS:
		if (set && target_is_refused_io(call, call_int(call, 1)))
			return outcome_fail(EPERM);
		return target_outcome(call, 1, !set);
	case IOPRIO_WHO_PGRP:
		return for_each_meant(call, WHO_GROUP, IOPRIO_WHO_PROCESS, combine);
	case IOPRIO_WHO_USER:
		return for_each_meant(call, WHO_USER, IOPRIO_WHO_PROCESS, combine);
	default:
		return outcome_fail(EINVAL);
	}
}

struct outcome on_ioprio(struct call *call)
{
	struct outcome outcome = io_priority(call);

	return call_int(call, 0) == IOPRIO_WHO_PROCESS
		       ? scheduling_outcome(call, call_int(call, 1), outcome)
		       : outcome;
}

/* Pids end at 2^22: the clock of the largest number that has room in one. */
#define CLOCK_OF_NOBODY 0x80000000U

/* KERNEL: include/linux/posix-timers.h: ~(id >> 3) is the pid; no signals, only times. */
struct outcome on_clock(struct call *call)
{
	int clock = call_int(call, 0);
	pid_t pid = ~(clock >> 3);
	uint64_t args[6];

	if (pid == 0 || target_find(call, pid) != TARGET_NONE)
		return outcome_native();
	memcpy(args, call->args, sizeof(args));
	args[0] = CLOCK_OF_NOBODY | ((unsigned int)clock & 7U);
	return call_rewrite(call, table_id(call->row), args, NULL, NULL);
}
