/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See scheduling.h. Never asks the kernel for anything: what it says comes in as a result. What is
 * kept is only ever told to members.
 */
#include "syscall/scheduling.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>

#include "fakeroot/creds.h"
#include "syscall/call.h"

#define NICE_LOWEST       (-20)
#define NICE_HIGHEST      19
#define PRIORITY_BASE     20 /* getpriority(2): 20 - nice */
#define DEADLINE_PRIORITY (-101)

#define FLAG_RESET_ON_FORK 0x1U /* SCHED_FLAG_RESET_ON_FORK */

static bool is_real_time(const struct scheduling *scheduling)
{
	return scheduling->policy_known &&
	       (scheduling->attr.policy == SCHED_FIFO || scheduling->attr.policy == SCHED_RR);
}

struct scheduling scheduling_inherited(const struct scheduling *from)
{
	struct scheduling child = *from;

	if (!from->policy_known || (from->attr.flags & FLAG_RESET_ON_FORK) == 0)
		return child;
	child.policy_known = false;
	child.nice_known = true;
	child.nice = 0;
	return child;
}

/* KERNEL: task_prio(): nice values from 0 to 39, below them what is real-time. */
static bool show_priority(const struct scheduling *scheduling, long *ret_value)
{
	if (is_real_time(scheduling))
		*ret_value = -1 - (long)scheduling->attr.priority;
	else if (scheduling->policy_known)
		*ret_value = DEADLINE_PRIORITY;
	else
		*ret_value = PRIORITY_BASE + scheduling->nice;
	return scheduling->policy_known || scheduling->nice_known;
}

bool scheduling_stat(const struct scheduling *scheduling, int field, long *ret_value)
{
	switch (field) {
	case STAT_PRIORITY:
		return show_priority(scheduling, ret_value);
	case STAT_NICE:
		*ret_value = scheduling->nice;
		return scheduling->nice_known;
	case STAT_RT_PRIORITY:
		*ret_value = is_real_time(scheduling) ? (long)scheduling->attr.priority : 0;
		return scheduling->policy_known;
	case STAT_POLICY:
		*ret_value = (long)scheduling->attr.policy;
		return scheduling->policy_known;
	default:
		return false;
	}
}

static bool is_refusal(long result)
{
	return result == -EPERM || result == -EACCES;
}

static bool may_raise(const struct call *call)
{
	return creds_capable(call->member->creds, CAP_SYS_NICE);
}

static long set_nice(const struct call *call, struct scheduling *scheduling, int nice, long result)
{
	nice = nice < NICE_LOWEST ? NICE_LOWEST : nice > NICE_HIGHEST ? NICE_HIGHEST : nice;
	if (result == 0)
		scheduling->nice_known = false;
	/* Whoever was given more than the host gave may have less of it. */
	if (!is_refusal(result) ||
	    (!may_raise(call) && (!scheduling->nice_known || nice < scheduling->nice)))
		return result;
	scheduling->nice_known = true;
	scheduling->nice = nice;
	return 0;
}

/* KERNEL: user_check_sched_setscheduler(): a lower priority of the same policy is free. */
static bool may_have_policy(const struct call *call, const struct scheduling *scheduling,
			    const struct scheduling_attr *attr)
{
	return may_raise(call) ||
	       (is_real_time(scheduling) && attr->policy == scheduling->attr.policy &&
		attr->priority <= scheduling->attr.priority);
}

static long set_policy(const struct call *call, struct scheduling *scheduling,
		       const struct scheduling_attr *attr, long result)
{
	if (result == 0)
		scheduling->policy_known = false;
	if (!is_refusal(result) || !may_have_policy(call, scheduling, attr))
		return result;
	scheduling->policy_known = true;
	scheduling->attr = *attr;
	return 0;
}

static long set_scheduler(struct call *call, struct scheduling *scheduling, long result)
{
	unsigned int policy = call_uint(call, 1);
	struct scheduling_attr attr = { .policy = policy & ~(unsigned int)SCHED_RESET_ON_FORK };
	int priority = 0;

	if (is_refusal(result) &&
	    call_read(call, call_long(call, 2), &priority, sizeof(priority)) < 0)
		return -EFAULT;
	attr.flags = (policy & SCHED_RESET_ON_FORK) != 0 ? FLAG_RESET_ON_FORK : 0;
	attr.priority = (uint32_t)priority;
	return set_policy(call, scheduling, &attr, result);
}

/* The policy stays: where the kernel knows of another one, all is judged here. */
static long set_parameter(struct call *call, struct scheduling *scheduling, long result)
{
	struct scheduling_attr attr = scheduling->attr;
	int priority;

	if (!is_real_time(scheduling) || result == -ESRCH || call_long(call, 1) == 0)
		return result;
	if (call_read(call, call_long(call, 1), &priority, sizeof(priority)) < 0)
		return -EFAULT;
	if (priority < 1 || priority > sched_get_priority_max(SCHED_FIFO))
		return -EINVAL;
	attr.priority = (uint32_t)priority;
	return set_policy(call, scheduling, &attr, -EPERM);
}

static long set_attributes(struct call *call, struct scheduling *scheduling, long result)
{
	struct scheduling_attr attr = { 0 };

	if (result != 0 && !is_refusal(result))
		return result;
	if (call_read(call, call_long(call, 1), &attr, sizeof(attr)) < 0)
		return result == 0 ? 0 : -EFAULT;
	if (attr.policy == SCHED_OTHER || attr.policy == SCHED_BATCH) {
		scheduling->policy_known = false;
		return set_nice(call, scheduling, attr.nice, result);
	}
	return set_policy(call, scheduling, &attr, result);
}

static long set_io(const struct call *call, struct scheduling *scheduling, long result)
{
	if (result == 0)
		scheduling->io_known = false;
	if (!is_refusal(result) || !may_raise(call))
		return result;
	scheduling->io_known = true;
	scheduling->io = call_int(call, 2);
	return 0;
}

static struct scheduling *find(const struct call *call, pid_t pid)
{
	struct member *member = pid == 0 ? call->member : jail_find_member(call->jail, pid);

	return call->member->creds == NULL || member == NULL ? NULL : &member->scheduling;
}

long scheduling_set(struct call *call, pid_t pid, long result)
{
	struct scheduling *scheduling = find(call, pid);

	if (scheduling == NULL)
		return result;
	switch ((int)table_id(call->row)) {
	case CALL_setpriority:
		return set_nice(call, scheduling, call_int(call, 2), result);
	case CALL_sched_setscheduler:
		return set_scheduler(call, scheduling, result);
	case CALL_sched_setparam:
		return set_parameter(call, scheduling, result);
	case CALL_sched_setattr:
		return set_attributes(call, scheduling, result);
	case CALL_ioprio_set:
		return set_io(call, scheduling, result);
	default:
		return result;
	}
}

static long tell_parameter(struct call *call, const struct scheduling *scheduling)
{
	int priority = is_real_time(scheduling) ? (int)scheduling->attr.priority : 0;

	return call_write(call, call_long(call, 1), &priority, sizeof(priority));
}

/* The kernel has written what it knows. */
static long tell_attributes(struct call *call, const struct scheduling *scheduling)
{
	struct scheduling_attr attr;
	int status = call_read(call, call_long(call, 1), &attr, sizeof(attr));

	if (status < 0)
		return status;
	if (scheduling->policy_known) {
		uint32_t size = attr.size;

		attr = scheduling->attr;
		attr.size = size;
		attr.nice = 0;
	} else if (scheduling->nice_known) {
		attr.nice = scheduling->nice;
	}
	return call_write(call, call_long(call, 1), &attr, sizeof(attr));
}

long scheduling_told(struct call *call, pid_t pid, long result)
{
	const struct scheduling *scheduling = find(call, pid);

	if (scheduling == NULL || result < 0)
		return result;
	switch ((int)table_id(call->row)) {
	case CALL_getpriority:
		return scheduling->nice_known ? PRIORITY_BASE - scheduling->nice : result;
	case CALL_ioprio_get:
		return scheduling->io_known ? scheduling->io : result;
	case CALL_sched_getscheduler:
		if (!scheduling->policy_known)
			return result;
		return (long)scheduling->attr.policy |
		       ((scheduling->attr.flags & FLAG_RESET_ON_FORK) != 0 ? SCHED_RESET_ON_FORK
									   : 0);
	case CALL_sched_getparam:
		return scheduling->policy_known ? tell_parameter(call, scheduling) : result;
	case CALL_sched_getattr:
		return scheduling->policy_known || scheduling->nice_known
			       ? tell_attributes(call, scheduling)
			       : result;
	default:
		return result;
	}
}

static bool is_setter(const struct call *call)
{
	switch ((int)table_id(call->row)) {
	case CALL_setpriority:
	case CALL_sched_setscheduler:
	case CALL_sched_setparam:
	case CALL_sched_setattr:
	case CALL_ioprio_set:
		return true;
	default:
		return false;
	}
}

static long finish(struct call *call, long result)
{
	const pid_t *pid = call->finish_data;

	return is_setter(call) ? scheduling_set(call, *pid, result)
			       : scheduling_told(call, *pid, result);
}

struct outcome scheduling_outcome(struct call *call, pid_t pid, struct outcome outcome)
{
	pid_t *target;

	if (call->member->creds == NULL || find(call, pid) == NULL)
		return outcome;
	if (outcome.kind == OUTCOME_DONE)
		return outcome_done(is_setter(call) ? scheduling_set(call, pid, outcome.value)
						    : scheduling_told(call, pid, outcome.value));
	target = talloc(call->pool, pid_t);
	if (outcome.kind != OUTCOME_NATIVE || target == NULL)
		return target == NULL ? outcome_fail(ENOMEM) : outcome;
	*target = pid;
	return call_rewrite(call, table_id(call->row), call->args, finish, target);
}
