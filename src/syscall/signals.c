/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo: signals to members only. The
 * signal always comes from the calling thread itself, so that si_pid and si_uid tell the
 * truth; what the kernel would send to "all" or to a group is sent member by member.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "fakeroot/may.h"
#include "syscall/signals.h"
#include "syscall/target.h"

#define SIGNAL_MAX   64
#define SIGINFO_SIZE 128U /* KERNEL: sizeof(siginfo_t) */
#define SIGINFO_CORE 48U  /* KERNEL: sizeof(struct kernel_siginfo), all that most layouts use */

/* A zombie takes every signal that there is. */
static struct outcome signal_zombie(int number)
{
	return number < 0 || number > SIGNAL_MAX ? outcome_fail(EINVAL) : outcome_done(0);
}

/* Whether ptjail is there may be asked. KERNEL: an invalid number is noticed before rights. */
static struct outcome signal_nobody(pid_t pid, int number)
{
	if (!target_is_known(pid))
		return outcome_fail(ESRCH);
	if (number < 0 || number > SIGNAL_MAX)
		return outcome_fail(EINVAL);
	return number == 0 && pid == getpid() ? outcome_done(0) : outcome_fail(EPERM);
}

/* By faked ids only. KERNEL: check_kill_permission(); a wrong number is noticed before. */
static bool is_refused(const struct call *call, pid_t pid, int number)
{
	const struct creds *creds = call->member->creds;
	const struct member *member = jail_find_member(call->jail, pid);

	if (creds == NULL || member == NULL || member->creds == NULL || number < 0 ||
	    number > SIGNAL_MAX || member->tracee->tgid == call->tracee->tgid)
		return false;
	if (number == SIGCONT && getsid(pid) == getsid(call->tracee->tgid))
		return false;
	return !may_signal(creds, member->creds);
}

struct outcome signal_process(struct call *call, pid_t pid, int number)
{
	const uint64_t args[6] = { (uint64_t)pid, (uint64_t)number };
	const uint64_t own[6] = { (uint64_t)call->tracee->tgid, (uint64_t)number };

	switch (target_find(call, pid)) {
	case TARGET_SELF:
	case TARGET_OWN:
		/*
		 * Not held: a remote call blocks the caller's signals, and the kernel would
		 * choose another thread to take this one.
		 */
		return call_rewrite(call, CALL_kill, own, NULL, NULL);
	case TARGET_MEMBER:
		return is_refused(call, pid, number) ? outcome_fail(EPERM)
						     : target_call_held(call, CALL_kill, args);
	case TARGET_ZOMBIE:
		return signal_zombie(number);
	case TARGET_NONE:
		break;
	}
	return signal_nobody(pid, number);
}

struct outcome signal_thread(struct call *call, pid_t tgid, pid_t tid, int number)
{
	const uint64_t args[6] = { (uint64_t)tgid, (uint64_t)tid, (uint64_t)number };
	const struct member *member = jail_find_member(call->jail, tid);

	if (tgid == call->tracee->tgid)
		return call_rewrite(call, CALL_tgkill, args, NULL, NULL);
	if (member != NULL && member->tracee->tgid == tgid)
		return is_refused(call, tid, number) ? outcome_fail(EPERM)
						     : target_call_held(call, CALL_tgkill, args);
	if (member == NULL && tid == tgid && target_find(call, tid) == TARGET_ZOMBIE)
		return signal_zombie(number);
	return tid == tgid ? signal_nobody(tid, number) : outcome_fail(ESRCH);
}

/* What a group form has come to: the kernel's rules of __kill_pgrp_info and kill(-1). */
struct group_result {
	bool everybody;
	bool success;
	long error; /* of the last member that refused */
	bool any;
};

static void add_result(struct group_result *group, long result)
{
	group->any = true;
	if (result == 0)
		group->success = true;
	else if (!group->everybody || result != -EPERM)
		group->error = result;
}

static long sum_up(const struct group_result *group)
{
	if (!group->any)
		return -ESRCH;
	if (group->everybody)
		return group->error;
	return group->success ? 0 : group->error;
}

static long finish_group(struct call *call, long result)
{
	struct group_result *group = call->finish_data;

	add_result(group, result);
	return sum_up(group);
}

/* The caller comes last: the signal may end or stop it. */
static struct outcome signal_many(struct call *call, pid_t pgid, bool everybody, int number)
{
	struct group_result *group = talloc_zero(call->pool, struct group_result);
	uint64_t args[6] = { 0, (uint64_t)number };
	struct target_list list;
	bool own = false;
	int status = target_collect(call, everybody ? SCOPE_ALL : SCOPE_GROUP, pgid, false, &list);

	if (status < 0 || group == NULL)
		return outcome_fail(ENOMEM);
	group->everybody = everybody;
	for (size_t i = 0; i < list.count; i++) {
		long result = 0;

		if (list.pids[i] == call->tracee->tgid) {
			own = !everybody;
			continue;
		}
		if (is_refused(call, list.pids[i], number)) {
			add_result(group, -EPERM);
			continue;
		}
		args[0] = (uint64_t)list.pids[i];
		/* Whether there is somebody is known. */
		if (number != 0)
			status = call_remote(call, CALL_kill, args, &result);
		if (status < 0)
			return outcome_fail(status);
		add_result(group, result);
	}
	if (own) {
		args[0] = (uint64_t)call->tracee->tgid;
		return call_rewrite(call, CALL_kill, args, finish_group, group);
	}
	if (!group->any && !everybody && target_group_exists(call, pgid))
		return signal_zombie(number);
	return outcome_done(sum_up(group));
}

struct outcome signal_group(struct call *call, pid_t pgid, int number)
{
	return signal_many(call, pgid, false, number);
}

struct outcome on_kill(struct call *call)
{
	pid_t pid = call_int(call, 0);
	int number = call_int(call, 1);

	if (pid == call->tracee->tgid || pid == call->tracee->tid)
		return outcome_native();
	if (pid > 0)
		return signal_process(call, pid, number);
	if (pid == 0)
		return signal_group(call, getpgid(call->tracee->tgid), number);
	if (pid == -1)
		return signal_many(call, 0, true, number);
	if (pid == INT_MIN)
		return outcome_fail(ESRCH);
	return signal_group(call, -pid, number);
}

struct outcome on_tkill(struct call *call)
{
	pid_t tid = call_int(call, 0);

	if (tid <= 0)
		return outcome_fail(EINVAL);
	switch (target_find(call, tid)) {
	case TARGET_SELF:
	case TARGET_OWN:
		return signal_thread(call, call->tracee->tgid, tid, call_int(call, 1));
	case TARGET_MEMBER:
		return is_refused(call, tid, call_int(call, 1)) ? outcome_fail(EPERM)
								: target_run_held(call);
	case TARGET_ZOMBIE:
		return signal_zombie(call_int(call, 1));
	case TARGET_NONE:
		break;
	}
	return signal_nobody(tid, call_int(call, 1));
}

struct outcome on_tgkill(struct call *call)
{
	pid_t tgid = call_int(call, 0);
	pid_t tid = call_int(call, 1);

	if (tgid <= 0 || tid <= 0)
		return outcome_fail(EINVAL);
	/* KERNEL: do_send_specific() compares tgid: a number used again is ESRCH. */
	if (tgid == call->tracee->tgid)
		return outcome_native();
	return signal_thread(call, tgid, tid, call_int(call, 2));
}

int signal_copy_info(struct call *call, uint64_t address, uint64_t *ret_address)
{
	struct slot *slot = call_slot(call);
	char info[SIGINFO_SIZE] = { 0 };
	int status;

	if (slot == NULL)
		return -EAGAIN;
	status = call_read(call, address, info, SIGINFO_SIZE);
	if (status == -EFAULT)
		status = call_read(call, address, info, SIGINFO_CORE);
	if (status < 0)
		return status;
	memcpy(slot->memory->data, info, SIGINFO_SIZE);
	*ret_address = slot_address(slot, slot->memory->data);
	return 0;
}

/*
 * The information is the caller's to invent as far as the kernel lets it (it may not pass
 * for another sender); a copy is used, for the tracer waits while the kernel reads it.
 */
struct outcome on_sigqueue(struct call *call)
{
	bool to_thread = table_id(call->row) == CALL_rt_tgsigqueueinfo;
	unsigned int info = to_thread ? 3 : 2;
	pid_t tgid = call_int(call, 0);
	pid_t tid = to_thread ? call_int(call, 1) : tgid;
	enum target_kind kind;
	uint64_t args[6];
	int status;

	/* Natively: not even a wrong number can reach anybody else. */
	if (tgid == call->tracee->tgid || tgid <= 0 || tid <= 0)
		return outcome_native();
	kind = target_find(call, tid);
	if (kind == TARGET_NONE && !target_is_known(tid))
		return target_ask_nobody(call, to_thread ? 1 : 0);
	memcpy(args, call->args, sizeof(args));
	status = signal_copy_info(call, args[info], &args[info]);
	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (status < 0)
		return outcome_fail(status);
	switch (kind) {
	case TARGET_SELF:
	case TARGET_OWN:
	case TARGET_MEMBER:
		if (is_refused(call, tid, call_int(call, to_thread ? 2 : 1)))
			return outcome_fail(EPERM);
		/* KERNEL: for a thread of another process than `tgid` ESRCH, as on Linux. */
		return target_call_held(call, table_id(call->row), args);
	case TARGET_ZOMBIE:
		return signal_zombie(call_int(call, to_thread ? 2 : 1));
	case TARGET_NONE:
		break;
	}
	return signal_nobody(tid, call_int(call, to_thread ? 2 : 1));
}
