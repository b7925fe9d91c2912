/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The jail's side of the engine's hooks: finds the row of a call, runs its handler, turns
 * the outcome into a verdict; keeps members and what they share. A number without a row
 * never runs (I3).
 */
#include "syscall/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "fakeroot/fake_root.h"
#include "fakeroot/owners.h"
#include "syscall/dev.h"
#include "syscall/exec.h"
#include "syscall/files_limit.h"
#include "syscall/guest_filter.h"
#include "syscall/peer_ids.h"
#include "syscall/refusals.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"
#include "syscall/proc.h"
#include "syscall/strict.h"
#include "syscall/trace.h"
#include "syscall/wait.h"
#include "tracer/backlog.h"
#include "util/aside.h"
#include "util/broken.h"
#include "util/fd.h"
#include "util/shared_fd.h"

#define CALL_POOL_SIZE 16384

bool member_has_number(const struct member *member)
{
	const struct tracee *tracee = member->tracee;

	return !backlog_has_end(tracee->engine->backlog, tracee->tid) &&
	       (!tracee->in_exec || tracee->tid == tracee->tgid);
}

struct member *jail_find_member(const struct jail *jail, pid_t tid)
{
	/* While the jail is set up, paths are looked up already and there is nobody. */
	const struct tracee *tracee = jail->engine == NULL ? NULL : engine_find(jail->engine, tid);
	struct member *member = tracee != NULL && tracee->born ? tracee->member : NULL;

	return member != NULL && member_has_number(member) ? member : NULL;
}

struct process *jail_find_process(const struct jail *jail, pid_t tgid)
{
	const struct member *member = jail_find_member(jail, tgid);

	return member != NULL && member->tracee->tgid == tgid ? member->process : NULL;
}

void jail_each_member(const struct jail *jail, bool (*visit)(struct member *, void *), void *data)
{
	struct tracee *tracee;
	struct tracee *next;

	if (jail->engine == NULL)
		return;
	HASH_ITER (hh, jail->engine->tracees, tracee, next) {
		if (tracee->member != NULL && !visit(tracee->member, data))
			return;
	}
}

/*
 * RACE: who leaves, by his end or by unshare, may have led the others elsewhere, unseen if he was
 * killed; or while a fork of another's was under way, whose child stands where its parent stood.
 */
void fs_release(struct fs *fs)
{
	if (--fs->users > 0) {
		fs->cwd_stale = fs->cwd_stale || !BROKEN_CWD;
		return;
	}
	shared_fd_drop(&fs->cwd);
	shared_fd_drop(&fs->root);
	talloc_free(fs);
}

struct fs *fs_copy(struct jail *jail, const struct fs *fs)
{
	struct fs *copy = talloc_zero(jail, struct fs);

	if (copy == NULL)
		return NULL;
	*copy = *fs;
	copy->users = 1;
	copy->cwd = shared_fd_hold(fs->cwd);
	copy->root = shared_fd_hold(fs->root);
	copy->root_rel = fs->root_rel == NULL ? NULL : talloc_strdup(copy, fs->root_rel);
	if (copy->cwd >= 0 && (fs->root < 0 || (copy->root >= 0 && copy->root_rel != NULL)))
		return copy;
	fs_release(copy);
	return NULL;
}

static struct fs *fs_first(struct jail *jail)
{
	mode_t mask = umask(022);
	struct fs first = {
		.cwd = jail->initial_cwd,
		.cwd_mount = jail->initial_cwd_mount,
		.cwd_stands_in = dev_is_terminals(jail->initial_cwd),
		.root = -1,
		.umask = mask,
	};

	(void)umask(mask);
	return fs_copy(jail, &first);
}

static void process_release(struct process *process)
{
	if (--process->users > 0)
		return;
	shared_fd_drop(&process->exe);
	talloc_free(process);
}

static struct process *process_new(struct jail *jail, pid_t tgid, const struct process *parent)
{
	struct process *process = talloc_zero(jail, struct process);

	if (process == NULL)
		return NULL;
	process->users = 1;
	process->tgid = tgid;
	process->exe = -1;
	process->dumpable = true;
	if (parent == NULL) {
		/* The tracer's own is what the first member would have inherited. */
		(void)getrlimit(RLIMIT_CORE, &process->told.limits[RLIMIT_CORE]);
		(void)getrlimit(RLIMIT_SIGPENDING, &process->told.limits[RLIMIT_SIGPENDING]);
		process->told.known = 1U << RLIMIT_CORE | 1U << RLIMIT_SIGPENDING;
		return process;
	}
	process->dumpable = parent->dumpable;
	process->told = parent->told;
	process->loading = parent->loading;
	process->inside_off = parent->inside_off;
	process->exe = shared_fd_hold(parent->exe);
	process->exe_dev = parent->exe_dev;
	process->exe_ino = parent->exe_ino;
	process->exe_guest = talloc_strdup(process, parent->exe_guest);
	process->interp_guest = talloc_strdup(process, parent->interp_guest);
	return process;
}

static struct call *call_new(struct member *member)
{
	struct call *call = talloc_zero(member, struct call);

	if (call == NULL)
		return NULL;
	call->jail = member->jail;
	call->member = member;
	call->tracee = member->tracee;
	call->pool = talloc_pool(call, CALL_POOL_SIZE);
	return call->pool == NULL ? NULL : call;
}

static int jail_birth(void *user, struct tracee *child, struct tracee *parent, uint64_t flags)
{
	struct jail *jail = user;
	struct member *member = talloc_zero(child, struct member);
	struct member *from = parent == NULL ? NULL : parent->member;

	if (member == NULL)
		return -ENOMEM;
	member->jail = jail;
	member->tracee = child;
	child->member = member;
	if ((flags & (CLONE_FILES | CLONE_THREAD)) == CLONE_FILES)
		jail->files_shared = true;
	if (from != NULL && (flags & CLONE_FS) != 0) {
		member->fs = from->fs;
		member->fs->users++;
	} else {
		member->fs = from == NULL ? fs_first(jail) : fs_copy(jail, from->fs);
		/* RACE: another thread may have changed it since the kernel took its copy. */
		if (member->fs != NULL && from != NULL && from->fs->users > 1)
			member->fs->cwd_stale = true;
	}
	if (from != NULL && (flags & CLONE_THREAD) != 0) {
		member->process = from->process;
		member->process->users++;
	} else {
		member->process = process_new(jail, child->tgid,
					      from == NULL ? NULL : from->process);
	}
	member->call = call_new(member);
	if (jail->fake_root != NULL) {
		member->creds = creds_copy(member,
					   from == NULL ? jail->fake_root->first : from->creds);
		if (member->creds == NULL)
			return -ENOMEM;
		member->windows_shut = from != NULL && from->windows_shut;
		if (from != NULL)
			member->scheduling = scheduling_inherited(&from->scheduling);
	}
	/* The tracer's own is what the first member would have inherited. */
	member->no_new_privs = from == NULL ? prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1
					    : from->no_new_privs;
	if (member->fs == NULL || member->process == NULL || member->call == NULL)
		return -ENOMEM;
	inside_on_birth(member, from, flags);
	return 0;
}

static void jail_death(void *user, struct tracee *tracee, int wait_status)
{
	struct jail *jail = user;
	struct member *member = tracee->member;

	(void)wait_status;
	if (member == NULL)
		return;
	if (member->call != NULL)
		call_end(member->call);
	exec_forget(member);
	peer_ids_ended(member);
	if (jail->proc != NULL)
		proc_forget(jail->proc, tracee->tgid, tracee->tid);
	if (member->fs != NULL)
		fs_release(member->fs);
	if (member->process != NULL)
		process_release(member->process);
	tracee->member = NULL;
}

/* Says what the guest will see, and lets go of what the call held. */
static enum verdict answer(struct call *call, long result)
{
	bool ended;

	if (call->jail->trace != NULL)
		trace_result(call, result);
	if (result == -EPERM || result == -EACCES || result == -EROFS)
		call->jail->refused++;
	ended = files_limit_is_reached(call, result);
	call_end(call);
	if (ended)
		return VERDICT_KILL;
	tracee_answer(call->tracee, result);
	return VERDICT_ANSWER;
}

static enum verdict settle(struct call *call, struct outcome outcome)
{
	switch (outcome.kind) {
	case OUTCOME_NATIVE:
		/* A remote call has used up the entry stop: the call is made once more. */
		if (call->tracee->where == AT_EXIT || files_limit_watches(call)) {
			tracee_call_instead(call->tracee, call->sysno, call->args);
			return VERDICT_TO_EXIT;
		}
		if (call->jail->trace != NULL)
			trace_native(call);
		call_end(call);
		return VERDICT_NATIVE;
	case OUTCOME_DONE:
		return answer(call, outcome.value);
	case OUTCOME_REWRITE:
		/* What the call itself holds is closed at its end. */
		if (call->owned_count == 0)
			aside_let_go();
		return VERDICT_TO_EXIT;
	case OUTCOME_TAIL:
		call_end(call);
		return VERDICT_TAIL;
	case OUTCOME_RETRY:
		call_end(call);
		return VERDICT_RETRY;
	case OUTCOME_KILL:
		call_end(call);
		return VERDICT_KILL;
	}
	return VERDICT_KILL;
}

/* Only in a build that is meant to lose (util/broken.h): let the kernel read it all again. */
static bool is_left_to_kernel(const struct call *call, struct outcome outcome)
{
	bool execs = call->row != NULL &&
		     (table_id(call->row) == CALL_execve || table_id(call->row) == CALL_execveat);
	bool judged_good = outcome.kind == OUTCOME_REWRITE || outcome.kind == OUTCOME_TAIL ||
			   (outcome.kind == OUTCOME_DONE && outcome.value >= 0);

	if (BROKEN_MARK && call->args[5] - gate_address(call->jail->gate) < GATE_SIZE)
		return true;
	if (BROKEN_EXEC_IDENTITY)
		return judged_good && execs && call->tracee->tgid != call->jail->engine->main_tid;
	/*
	 * Absolute names mean something else on the host: nothing would work. Nor what was done
	 * once and cannot be done again.
	 */
	return BROKEN_ARGUMENTS && judged_good && !execs && !call->names_root &&
	       call->row->class != CLASS_CREATE && table_id(call->row) != CALL_bind &&
	       table_id(call->row) != CALL_chdir && table_id(call->row) != CALL_fchdir;
}

/* What was changed is whole: in-process code may look again. */
static void settle_owners(const struct jail *jail)
{
	if (jail->fake_root != NULL)
		owners_settle(jail->fake_root->owners);
}

static enum verdict jail_enter(void *user, struct tracee *tracee)
{
	struct jail *jail = user;
	struct member *member = tracee->member;
	struct call *call = member->call;
	const struct syscall_row *row = table_by_number(table_native_arch(),
							regs_sysno(&tracee->original));
	struct outcome outcome;
	int error;

	call_begin(call, row);
	if (files_limit_answers(call, &outcome))
		return settle(call, outcome);
	/* The loader makes one judged call at most: prctl(PR_SET_MM). */
	if (row == NULL || row->id != CALL_prctl)
		member->process->loading = false;
	if (row != NULL)
		jail->stops_by_call[row->id]++;
	if (jail->trace != NULL)
		trace_entry(call);
	if (guest_filter_is_forged(call))
		return settle(call, outcome_fail(EFAULT));
	error = refusal_by_filter(call);
	if (error != 0)
		return settle(call, outcome_fail(error));
	if (inside_take(call)) {
		call_end(call);
		return VERDICT_ANSWER;
	}
	outcome = handler_for(row)(call);
	settle_owners(jail);
	if (call->waits)
		return settle(call, (struct outcome){ .kind = OUTCOME_RETRY });
	if (is_left_to_kernel(call, outcome)) {
		tracee->call = CALL_NONE;
		tracee->in_tail = false;
		call->finish = NULL;
		outcome = outcome_native();
	}
	return settle(call, outcome);
}

static enum verdict jail_leave(void *user, struct tracee *tracee)
{
	struct member *member = tracee->member;
	struct call *call = member->call;
	long result = regs_result(&tracee->regs);

	(void)user;
	if (call->row == NULL)
		return VERDICT_KILL;
	if (call->finish != NULL)
		result = call->finish(call, result);
	settle_owners(call->jail);
	if (call->again) {
		call->again = false;
		return VERDICT_TO_EXIT;
	}
	return answer(call, result);
}

static enum verdict jail_exec(void *user, struct tracee *tracee)
{
	struct member *member = tracee->member;

	(void)user;
	if (!exec_committed(member) && !BROKEN_EXEC_IDENTITY)
		return VERDICT_KILL;
	if (member->jail->trace != NULL && member->call->row != NULL)
		trace_result(member->call, 0);
	call_end(member->call);
	return VERDICT_ANSWER;
}

static int jail_signal(void *user, struct tracee *tracee, int number)
{
	const struct jail *jail = user;
	const struct member *member = tracee->member;

	if (member != NULL && member->strict)
		return strict_signal(tracee, number);
	if (jail->fake_root != NULL)
		peer_ids_on_signal(user, tracee, number);
	return number;
}

struct engine_hooks jail_hooks(struct jail *jail)
{
	return (struct engine_hooks){
		.user = jail,
		.enter = jail_enter,
		.leave = jail_leave,
		.birth = jail_birth,
		.exec = jail_exec,
		.death = jail_death,
		.wants = wait_is_wanted,
		.signal = jail_signal,
	};
}
