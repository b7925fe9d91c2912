/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * process_vm_readv, process_vm_writev, kcmp, pidfd_getfd, move_pages, migrate_pages: what one
 * member may see, take and change of another's memory and tables. Outsiders do not exist
 * (SECURITY.md E22).
 */
#include <errno.h>
#include <linux/kcmp.h>
#include <string.h>

#include "syscall/deliver.h"
#include "syscall/filter.h"
#include "syscall/give_fd.h"
#include "syscall/handlers.h"
#include "syscall/peer_memory.h"
#include "syscall/pidfd.h"
#include "syscall/ptrace.h"
#include "syscall/target.h"
#include "util/broken.h"
#include "util/fd.h"

struct looking {
	pid_t tgid;
	bool loading;
};

/* RACE: an exec that is under way may have a new address space that was not told of yet. */
static bool look_for_loader(struct member *member, void *data)
{
	struct looking *looking = data;

	if (member->tracee->tgid != looking->tgid)
		return true;
	/* Where a member traces it, the end is seen before any call of the program's. */
	looking->loading = member->exec != NULL ||
			   (member->process->loading && member->tracee->loader_entry != 0);
	return !looking->loading;
}

static bool is_loading(const struct call *call, const struct member *member)
{
	struct looking looking = { .tgid = member->tracee->tgid };

	jail_each_member(call->jail, look_for_loader, &looking);
	return looking.loading;
}

/*
 * A program's memory is nothing that the jail rests on: calls are judged on copies, and the
 * gate cannot be written by anybody. A loader's is: before the gate is mapped and sealed,
 * who decides what it maps forges every window. Where there is no mseal it holds the
 * arguments of its prctl(PR_SET_MM) besides.
 */
static bool may_write_peer(const struct call *call, pid_t pid)
{
	const struct member *member = jail_find_member(call->jail, pid);

	if (!call->jail->features.mseal || member == NULL)
		return false;
	return BROKEN_LOADER || !is_loading(call, member);
}

/* kcmp(KCMP_FILE) with a protected descriptor, which is closed to everybody. */
static bool compares_protected(const struct call *call)
{
	for (unsigned int i = 3; i <= 4; i++) {
		unsigned int number = call_uint(call, i) - call->jail->guest_fd_base;

		if (call_uint(call, 2) == KCMP_FILE && number < call->jail->guest_fd_count)
			return true;
	}
	return false;
}

/* Another process's, whose ids are not the caller's to look behind. */
static bool is_kept_apart(const struct call *call, pid_t pid)
{
	const struct member *member = jail_find_member(call->jail, pid);

	return member != NULL && member->process != call->member->process &&
	       !ptrace_may_attach(call, member);
}

struct outcome on_peer(struct call *call)
{
	pid_t first = call_int(call, 0);
	pid_t second = call_int(call, 1);
	enum target_kind kind = target_find(call, first);

	if (table_id(call->row) != CALL_kcmp && is_kept_apart(call, first))
		return outcome_fail(EPERM);
	if (table_id(call->row) == CALL_process_vm_writev &&
	    (kind == TARGET_OWN || kind == TARGET_MEMBER) && !may_write_peer(call, first))
		return outcome_fail(EPERM);
	if (table_id(call->row) != CALL_kcmp)
		return kind == TARGET_OWN || kind == TARGET_MEMBER ? peer_memory_move(call)
								   : target_outcome(call, 0, false);
	if (first <= 0 || second <= 0 || kind == TARGET_NONE ||
	    target_find(call, second) == TARGET_NONE)
		return outcome_fail(target_is_known(first) || target_is_known(second) ? EPERM
										      : ESRCH);
	if (is_kept_apart(call, first) || is_kept_apart(call, second))
		return outcome_fail(EPERM);
	if (compares_protected(call))
		return outcome_fail(EBADF);
	return target_run_held(call);
}

/* The member whose descriptor may be taken: 0 or -errno, as the kernel tells it. */
static int find_giver(struct call *call, pid_t pid, struct member **ret_member)
{
	enum target_kind kind = pid > 0 ? target_find(call, pid) : TARGET_NONE;
	struct member *member = kind == TARGET_NONE || kind == TARGET_ZOMBIE
					? NULL
					: jail_find_member(call->jail, pid);

	if (member == NULL)
		return -ESRCH;
	if (deliver_is_unjudged(call, member))
		return -EAGAIN;
	*ret_member = member;
	if (member->process == call->member->process)
		return 0;
	/* A loader's descriptors are the jail's, until it is done. */
	return call->jail->refuses_ptrace || !ptrace_may_attach(call, member) ||
			       is_loading(call, member)
		       ? -EPERM
		       : 0;
}

/*
 * The tracer takes it, from the process that was judged, and passes it on: what the descriptor of
 * the process means by then does not matter.
 */
struct outcome on_pidfd_getfd(struct call *call)
{
	CLEANUP_FD int copy = -1;
	struct member *giver;
	long result;
	pid_t pid;
	int status;

	if (call_uint(call, 2) != 0)
		return outcome_fail(EINVAL);
	status = pidfd_read(call, call_int(call, 0), &pid);
	if (status == 0)
		status = find_giver(call, pid, &giver);
	if (status == 0)
		status = call_dup_fd_of(call, giver->tracee, call_int(call, 1), &copy);
	if (status == 0)
		status = give_fd(call, copy, &result);
	return status < 0 ? outcome_fail(status) : outcome_done(result);
}

/*
 * A peer's pages are the peer's to move: a held call that moves many would hold up everybody. So
 * the caller's own are moved as its own, whichever of its threads was named.
 */
struct outcome on_pages(struct call *call)
{
	uint64_t args[6];

	/* KERNEL: E2BIG was "too many pages to move" once. */
	if (table_id(call->row) == CALL_move_pages && call_long(call, 1) > MOVED_PAGES_MOST)
		return outcome_fail(E2BIG);
	switch (call_int(call, 0) == 0 ? TARGET_SELF : target_find(call, call_int(call, 0))) {
	case TARGET_SELF:
	case TARGET_NONE:
		return target_outcome(call, 0, false);
	case TARGET_OWN:
		memcpy(args, call->args, sizeof(args));
		args[0] = 0;
		return call_rewrite(call, table_id(call->row), args, NULL, NULL);
	case TARGET_MEMBER:
	case TARGET_ZOMBIE:
		break;
	}
	return outcome_fail(EPERM);
}

/* The first ones, as where others do not fit: it is told how many. KERNEL: below 0 is EINVAL. */
struct outcome on_io_submit(struct call *call)
{
	uint64_t args[6];

	if ((int64_t)call_long(call, 1) <= (int64_t)SUBMITTED_MOST)
		return outcome_native();
	memcpy(args, call->args, sizeof(args));
	args[1] = SUBMITTED_MOST;
	return call_rewrite(call, CALL_io_submit, args, NULL, NULL);
}
