/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * fcntl's commands that send signals to somebody, or hold somebody up: owners are members
 * or groups of members only, and a terminal, which the kernel by itself would give its
 * foreground group for an owner, gets the caller (SECURITY.md E24).
 */
#include "syscall/fd_owner.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/may.h"
#include "syscall/change.h"
#include "syscall/fd_table.h"
#include "syscall/rights.h"
#include "syscall/target.h"
#include "util/broken.h"
#include "util/fd.h"

/* KERNEL: sigio_perm() asks when the signal is sent, and knows nothing of faked ids. */
static bool may_reach(const struct call *call, pid_t id)
{
	const struct member *member = jail_find_member(call->jail, id);

	return call->member->creds == NULL || member == NULL || member->creds == NULL ||
	       may_signal(call->member->creds, member->creds);
}

static int judge_group(struct call *call, pid_t pgid)
{
	struct target_list list;
	int status;

	if (!target_group_is_private(call, pgid))
		return -ESRCH;
	status = target_collect(call, SCOPE_GROUP, pgid, true, &list);
	for (size_t i = 0; status == 0 && i < list.count; i++)
		if (!may_reach(call, list.pids[i]))
			return -EPERM;
	return status;
}

int fd_owner_judge(struct call *call, int type, pid_t id)
{
	if (id == 0)
		return 0;
	if (id < 0)
		return -EINVAL;
	if (type == F_OWNER_PGRP)
		return judge_group(call, id);
	switch (target_find(call, id)) {
	case TARGET_SELF:
	case TARGET_OWN:
	case TARGET_MEMBER:
		return may_reach(call, id) ? 0 : -EPERM;
	case TARGET_ZOMBIE: /* its number may be another's by the time it is used */
	case TARGET_NONE:
		break;
	}
	return -ESRCH;
}

/* KERNEL: fs/fcntl.c f_setown(): below 0 a group, and the smallest number is no number. */
int fd_owner_judge_number(struct call *call, int number)
{
	if (number == INT32_MIN)
		return -EINVAL;
	return number < 0 ? fd_owner_judge(call, F_OWNER_PGRP, -number)
			  : fd_owner_judge(call, F_OWNER_PID, number);
}

static struct outcome set_owner(struct call *call)
{
	int status = fd_owner_judge_number(call, (int)call_long(call, 2));

	return status < 0 ? outcome_fail(status) : target_run_held(call);
}

static struct outcome set_owner_ex(struct call *call)
{
	struct f_owner_ex owner;
	uint64_t args[6];
	struct slot *slot = call_slot(call);
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = call_read(call, call_long(call, 2), &owner, sizeof(owner));
	if (status < 0)
		return outcome_fail(status);
	if (owner.type != F_OWNER_TID && owner.type != F_OWNER_PID && owner.type != F_OWNER_PGRP)
		return outcome_fail(EINVAL);
	status = fd_owner_judge(call, owner.type, owner.pid);
	if (status < 0)
		return outcome_fail(status);
	memcpy(slot->memory->data, &owner, sizeof(owner));
	memcpy(args, call->args, sizeof(args));
	args[2] = slot_address(slot, slot->memory->data);
	return target_call_held(call, CALL_fcntl, args);
}

/*
 * Who is the owner already may be somebody outside, who opened what came in at the start or was
 * handed in: then its signals are none of the guest's business. One that has ended hears nothing.
 */
static int judge_present_owner(struct call *call, int copy)
{
	struct f_owner_ex owner = { 0 };

	if (fcntl(copy, F_GETOWN_EX, &owner) < 0)
		return -errno;
	if (owner.pid > 0 && owner.type != F_OWNER_PGRP &&
	    target_find(call, owner.pid) == TARGET_ZOMBIE)
		return 0;
	return fd_owner_judge(call, owner.type, owner.pid) < 0 ? -EPERM : 0;
}

/* A copy of the descriptor whose signals go to members. */
static int copy_of_members(struct call *call, int fd, int *ret_copy)
{
	CLEANUP_FD int copy = -1;
	int status = call_dup_fd(call, fd, &copy);

	if (status == 0)
		status = judge_present_owner(call, copy);
	if (status < 0)
		return status == -ENOSYS ? -EINVAL : status;
	*ret_copy = fd_steal(&copy);
	return 0;
}

/* Any signal, but to owners who are members. */
static struct outcome set_signal(struct call *call)
{
	CLEANUP_FD int copy = -1;
	int status = copy_of_members(call, call_int(call, 0), &copy);

	if (status == 0 && fcntl(copy, F_SETSIG, (int)call_long(call, 2)) < 0)
		status = -errno;
	return outcome_status(status);
}

/*
 * KERNEL: fcntl_dirnotify() makes the caller the owner where there is none. What a sibling may put
 * under the number has an owner outside only if it was handed in.
 */
static struct outcome set_notify(struct call *call)
{
	CLEANUP_FD int copy = -1;
	int status;

	/* KERNEL: fcntl_dirnotify(): no events end the caller's own watch; no owner is set. */
	if ((call_long(call, 2) & ~(uint64_t)DN_MULTISHOT) == 0)
		return outcome_native();
	status = copy_of_members(call, call_int(call, 0), &copy);
	if (status == 0 && call->jail->has_peers && !fd_table_is_private(call))
		status = -EINVAL;
	return status < 0 ? outcome_fail(status) : outcome_native();
}

/*
 * KERNEL: __tty_fasync() makes the terminal's foreground group the owner of a descriptor
 * that has none: outsiders, perhaps. Other files have no owner until one is set. RACE: who shares
 * the open file may take its owner away again: the flag is set before anybody else is heard.
 */
int fd_owner_prepare_async(struct call *call, int fd, int *ret_copy)
{
	CLEANUP_FD int copy = -1;
	struct stat info;
	int status;

	*ret_copy = -1;
	status = copy_of_members(call, fd, &copy);
	if (status < 0)
		return status;
	if (fstat(copy, &info) < 0)
		return -errno;
	if (S_ISCHR(info.st_mode) && fcntl(copy, F_GETOWN) == 0 &&
	    fcntl(copy, F_SETOWN, call->tracee->tgid) < 0)
		return -errno;
	if (!fd_table_is_private(call)) {
		/* KERNEL: pipe_fasync() waits for who splices from it, whatever signal comes. */
		if (S_ISFIFO(info.st_mode) && !BROKEN_BLOCKING)
			return -EINVAL;
		*ret_copy = call_own_fd(call, fd_steal(&copy));
	}
	return S_ISCHR(info.st_mode) ? 1 : 0;
}

static struct outcome set_async(struct call *call)
{
	int copy;
	int status = fd_owner_prepare_async(call, call_int(call, 0), &copy);

	if (status < 0)
		return outcome_fail(status);
	if (copy < 0)
		return BROKEN_ASYNC || status == 0 ? outcome_native() : target_run_held(call);
	return outcome_status(fcntl(copy, F_SETFL, call_long(call, 2)) < 0 ? -errno : 0);
}

/* A lease on a file of a read-only mount would hold up its users outside (SECURITY.md E52). */
static struct outcome set_lease(struct call *call)
{
	CLEANUP_FD int handle = -1;
	int status;

	if ((int)call_long(call, 2) == F_UNLCK)
		return outcome_native();
	status = call_open_fd(call, call_int(call, 0), &handle);
	if (status == 0)
		status = change_handle_allowed(call, handle);
	if (status == 0)
		status = rights_lease(call, handle);
	/* RACE: a sibling may put a file under the number that is not to be changed. */
	if (status == 0 && !BROKEN_LEASE && change_is_guarded(call->jail) &&
	    !fd_table_is_private(call))
		status = -EACCES;
	if (status < 0)
		return outcome_fail(status == -EROFS ? EACCES : status);
	return outcome_native();
}

/* KERNEL: setfl(): whose file it is decides about O_NOATIME, with faked owners by them. */
static int judge_no_atime(struct call *call)
{
	CLEANUP_FD int handle = -1;
	int status;

	if (call->jail->fake_root == NULL || (call_long(call, 2) & O_NOATIME) == 0)
		return 0;
	status = call_open_fd(call, call_int(call, 0), &handle);
	return status < 0 ? status : rights_as_owner(call, handle);
}

static struct outcome set_flags(struct call *call)
{
	int status = judge_no_atime(call);

	if (status < 0)
		return outcome_fail(status);
	return (call_long(call, 2) & O_ASYNC) != 0 ? set_async(call) : outcome_native();
}

/* KERNEL: f_getowner_uids(): the ids of whoever set the owner; with faked ids, the caller's. */
static struct outcome get_owner_ids(struct call *call)
{
	const struct creds *creds = call->member->creds;
	CLEANUP_FD int copy = -1;
	uid_t ids[2];
	int status;

	if (creds == NULL)
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status < 0)
		return outcome_fail(status == -ENOSYS ? -EINVAL : status);
	if (fcntl(copy, F_GETOWNER_UIDS, ids) < 0)
		return outcome_fail(errno);
	if (ids[0] == getuid())
		ids[0] = creds->uid.real;
	if (ids[1] == getuid())
		ids[1] = creds->uid.effective;
	return outcome_status(call_write(call, call_long(call, 2), ids, sizeof(ids)));
}

struct outcome on_fcntl(struct call *call)
{
	switch (call_int(call, 1)) {
	case F_GETOWNER_UIDS:
		return get_owner_ids(call);
	case F_SETOWN:
		return set_owner(call);
	case F_SETOWN_EX:
		return set_owner_ex(call);
	case F_SETFL:
		return set_flags(call);
	case F_SETLEASE:
		return set_lease(call);
	case F_SETSIG:
		return set_signal(call);
	case F_NOTIFY:
		return set_notify(call);
	default:
		return outcome_fail(EINVAL);
	}
}
