/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who may be named, and how a call on somebody else is made (target.h). */
#include "syscall/target.h"

#include <errno.h>
#include <unistd.h>

#include "fakeroot/may.h"
#include "util/proc_thread.h"

/*
 * The tracer has waited for it, its parent has not: no longer a tracee, still a process.
 * Nothing is ever done to such a number, so that it need not be held.
 */
static bool is_zombie_child(const struct jail *jail, pid_t pid)
{
	struct proc_thread thread;

	return proc_thread_read(pid, &thread) && (thread.state == 'Z' || thread.state == 'X') &&
	       jail_find_process(jail, thread.parent) != NULL;
}

pid_t target_parent(pid_t pid)
{
	struct proc_thread thread;

	(void)proc_thread_read(pid, &thread);
	return thread.parent;
}

enum target_kind target_find(const struct call *call, pid_t pid)
{
	const struct member *member;

	if (pid == call->tracee->tid || pid == call->tracee->tgid)
		return TARGET_SELF;
	if (pid <= 0)
		return TARGET_NONE;
	member = jail_find_member(call->jail, pid);
	if (member != NULL)
		return member->tracee->tgid == call->tracee->tgid ? TARGET_OWN : TARGET_MEMBER;
	return is_zombie_child(call->jail, pid) ? TARGET_ZOMBIE : TARGET_NONE;
}

bool target_is_known(pid_t pid)
{
	return pid == getpid() || pid == 1;
}

struct outcome target_call_held(struct call *call, enum call_id id, const uint64_t args[6])
{
	long result;
	int status = call_remote(call, id, args, &result);

	return outcome_done(status < 0 ? status : result);
}

struct outcome target_run_held(struct call *call)
{
	return target_call_held(call, table_id(call->row), call->args);
}

struct outcome target_ask_nobody(struct call *call, unsigned int argument)
{
	uint64_t args[6];

	memcpy(args, call->args, sizeof(args));
	args[argument] = PID_OF_NOBODY;
	return call_rewrite(call, table_id(call->row), args, NULL, NULL);
}

struct outcome target_outcome(struct call *call, unsigned int argument, bool only_looks)
{
	pid_t pid = call_int(call, argument);

	switch (pid == 0 ? TARGET_SELF : target_find(call, pid)) {
	case TARGET_SELF:
		return outcome_native();
	case TARGET_OWN:
	case TARGET_MEMBER:
		return target_run_held(call);
	case TARGET_ZOMBIE:
	case TARGET_NONE:
		break;
	}
	if (target_is_known(pid) && !only_looks)
		return outcome_fail(EPERM);
	return target_is_known(pid) ? outcome_native() : target_ask_nobody(call, argument);
}

static long finish_excused(struct call *call, long result)
{
	(void)call;
	return result == -EPERM || result == -EACCES ? 0 : result;
}

static const struct creds *creds_of(const struct call *call, pid_t pid)
{
	const struct member *member = jail_find_member(call->jail, pid);

	return member == NULL ? NULL : member->creds;
}

bool target_is_refused_scheduling(const struct call *call, pid_t pid)
{
	const struct creds *target = creds_of(call, pid);

	return target != NULL && !may_schedule(call->member->creds, target);
}

bool target_is_refused_io(const struct call *call, pid_t pid)
{
	const struct creds *target = creds_of(call, pid);

	return target != NULL && !may_schedule_io(call->member->creds, target);
}

bool target_is_refused_limits(const struct call *call, pid_t pid)
{
	const struct member *member = jail_find_member(call->jail, pid);

	/* KERNEL: of the caller's own thread nothing is asked, of its siblings all. */
	return member != NULL && member->creds != NULL && member != call->member &&
	       !may_limit(call->member->creds, member->creds);
}

struct outcome target_excuse(struct call *call, pid_t pid, struct outcome outcome, unsigned int cap)
{
	const struct creds *creds = call->member->creds;

	if (creds == NULL || !creds_capable(creds, cap) || target_is_known(pid))
		return outcome;
	if (outcome.kind == OUTCOME_DONE)
		return outcome_done(finish_excused(call, outcome.value));
	if (outcome.kind == OUTCOME_NATIVE)
		return call_rewrite(call, table_id(call->row), call->args, finish_excused, NULL);
	return outcome;
}

struct collecting {
	struct call *call;
	enum target_scope scope;
	pid_t pgid;
	bool threads;
	struct target_list *list;
	size_t room;
	int status;
};

static bool is_meant(const struct collecting *want, const struct member *member)
{
	const struct tracee *tracee = member->tracee;

	if ((!want->threads && tracee->tid != tracee->tgid) || !member_has_number(member))
		return false;
	switch (want->scope) {
	case SCOPE_GROUP:
		return getpgid(tracee->tgid) == want->pgid;
	case SCOPE_ALL:
		break;
	}
	return true;
}

static bool collect_one(struct member *member, void *data)
{
	struct collecting *want = data;
	struct target_list *list = want->list;

	if (!is_meant(want, member))
		return true;
	if (list->count == want->room) {
		size_t room = want->room == 0 ? 16 : want->room * 2;
		pid_t *pids = talloc_realloc(want->call->pool, list->pids, pid_t, room);

		if (pids == NULL) {
			want->status = -ENOMEM;
			return false;
		}
		list->pids = pids;
		want->room = room;
	}
	list->pids[list->count++] = member->tracee->tid;
	return true;
}

int target_collect(struct call *call, enum target_scope scope, pid_t pgid, bool threads,
		   struct target_list *ret_list)
{
	struct collecting want = {
		.call = call, .scope = scope, .pgid = pgid, .threads = threads, .list = ret_list
	};

	*ret_list = (struct target_list){ 0 };
	jail_each_member(call->jail, collect_one, &want);
	return want.status;
}

struct looking {
	pid_t pgid;
	bool found;
};

static bool look_at_group(struct member *member, void *data)
{
	const struct tracee *tracee = member->tracee;
	struct looking *looking = data;

	looking->found = tracee->tid == tracee->tgid && getpgid(tracee->tgid) == looking->pgid;
	return !looking->found;
}

bool target_group_exists(struct call *call, pid_t pgid)
{
	struct looking looking = { .pgid = pgid };

	if (pgid <= 0)
		return false;
	jail_each_member(call->jail, look_at_group, &looking);
	/* A pipeline whose first program ended before its shell looked: a zombie leads it. */
	return looking.found || is_zombie_child(call->jail, pgid);
}

bool target_group_is_private(struct call *call, pid_t pgid)
{
	return pgid != getpgrp() && target_group_exists(call, pgid);
}
