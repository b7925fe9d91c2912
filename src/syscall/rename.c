/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * rename, renameat, renameat2: done by the tracer on two judged directories and last
 * names. Nothing is ever moved from one mount into another, and no mount point, nor a
 * directory that one lies below, changes its name: a place would go with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/path_argument.h"
#include "syscall/rights.h"
#include "util/fd.h"

#define RENAME_ALL (RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT)

/* The answer is success, and there is nothing to do. */
#define RENAME_DONE 1

static bool is_pinned(const struct call *call, const struct change_name *name)
{
	return name->place->has_mount_below || change_bears_mount(call, name);
}

/* KERNEL: do_renameat2(): what a slash behind one of the names is refused for. `to_type` 0: none */
static int check_slashes(const struct change_name *from, mode_t from_type,
			 const struct change_name *to, mode_t to_type, unsigned int flags)
{
	bool exchange = (flags & RENAME_EXCHANGE) != 0;

	if (exchange && !S_ISDIR(to_type) && to->place->trailing_slash)
		return -ENOTDIR;
	if (S_ISDIR(from_type))
		return 0;
	return from->place->trailing_slash || (!exchange && to->place->trailing_slash) ? -ENOTDIR
										       : 0;
}

static bool is_same_name(const struct change_name *a, const struct change_name *b)
{
	struct stat first, second;

	return strcmp(a->place->name, b->place->name) == 0 && fstat(a->parent, &first) == 0 &&
	       fstat(b->parent, &second) == 0 && first.st_ino == second.st_ino &&
	       first.st_dev == second.st_dev;
}

/* KERNEL: lock_rename(): whether the directory is what the name stands for, or lies below it. */
static bool lies_in(int directory, const struct change_name *name)
{
	struct stat wanted, at, above;
	CLEANUP_FD int fd = openat(directory, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &at) < 0 ||
	    fstatat(name->parent, name->place->name, &wanted, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	while (at.st_ino != wanted.st_ino || at.st_dev != wanted.st_dev) {
		int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);

		fd_close(&fd);
		fd = up;
		if (up < 0 || fstat(up, &above) < 0 || above.st_dev != wanted.st_dev ||
		    above.st_ino == at.st_ino)
			return false;
		at = above;
	}
	return true;
}

/* One of the names bears a mount, or has one below: the kernel's order of refusals. */
static int refuse_pinned(struct call *call, const struct change_name *from,
			 const struct change_name *to, unsigned int flags)
{
	mode_t from_type, to_type = 0;
	int missing, status = change_type(call, from, &from_type);

	if (status)
		return status;
	missing = change_type(call, to, &to_type);
	if (missing < 0 && missing != -ENOENT)
		return missing;
	if (missing == 0 && (flags & RENAME_NOREPLACE))
		return -EEXIST;
	if (missing < 0 && (flags & RENAME_EXCHANGE))
		return -ENOENT;
	status = check_slashes(from, from_type, to, to_type, flags);
	if (status == 0 && lies_in(to->parent, from))
		return -EINVAL;
	if (status == 0 && lies_in(from->parent, to))
		return (flags & RENAME_EXCHANGE) != 0 ? -EINVAL : -ENOTEMPTY;
	/* KERNEL: vfs_rename(): to where it is, nothing is asked for. */
	if (status == 0 && is_same_name(from, to)) {
		status = call_may_write(call, from->place);
		return status < 0 ? status : RENAME_DONE;
	}
	if (status == 0)
		status = change_directory_access(call, from);
	if (status == 0)
		status = change_directory_access(call, to);
	if (status)
		return status;
	if (missing == 0 && !(flags & RENAME_EXCHANGE)) {
		if (S_ISDIR(from_type) && !S_ISDIR(to_type))
			return -ENOTDIR;
		if (!S_ISDIR(from_type) && S_ISDIR(to_type))
			return -EISDIR;
	}
	return -EBUSY;
}

static int refuse_in_proc(struct call *call, const struct change_name *from,
			  const struct change_name *to, unsigned int flags)
{
	mode_t from_type, to_type;
	int status;

	if (!change_in_proc(call, from) || !change_in_proc(call, to))
		return -EXDEV;
	status = change_type(call, from, &from_type);
	if (status == 0)
		status = change_type(call, to, &to_type);
	if (status == 0)
		status = check_slashes(from, from_type, to, to_type, flags);
	return status < 0 ? status : -EACCES;
}

static int judge_rename(struct call *call, const struct change_name *from,
			const struct change_name *to, unsigned int flags)
{
	bool gone = change_directory_gone(from) || change_directory_gone(to);
	int status;

	/* KERNEL: do_renameat2(): before it looks at the last names. */
	if (!gone && !change_same_mount(call, from->place, to->place))
		return -EXDEV;
	if (!from->text)
		return -EBUSY;
	if (!to->text)
		return flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	if (is_pinned(call, from) || is_pinned(call, to))
		return refuse_pinned(call, from, to, flags);
	if (change_in_proc(call, from) || change_in_proc(call, to))
		return refuse_in_proc(call, from, to, flags);
	if (gone)
		return -ENOENT;
	status = judge_move(call, from, to);
	if (status < 0)
		return status;
	status = call_may_write(call, from->place);
	if (status == 0)
		status = call_may_write(call, to->place);
	return status < 0 ? status : rights_rename(call, from, to, flags);
}

/* KERNEL: two names of one file: nothing is done, and nothing is removed. */
static bool is_other(const struct change_name *from, const struct statx *target)
{
	struct statx host;

	return faked_host_at(from->parent, from->text, AT_SYMLINK_NOFOLLOW, &host) < 0 ||
	       host.stx_ino != target->stx_ino || host.stx_dev_minor != target->stx_dev_minor ||
	       host.stx_dev_major != target->stx_dev_major;
}

static bool moves(const struct change_name *from, const struct change_name *to)
{
	struct statx target;

	return faked_host_at(to->parent, to->text, AT_SYMLINK_NOFOLLOW, &target) < 0 ||
	       is_other(from, &target);
}

static int move(struct call *call, const struct change_name *from, const struct change_name *to,
		unsigned int flags)
{
	const struct jail *jail = call->jail;
	bool whiteout = jail->fake_root != NULL && (flags & RENAME_WHITEOUT) != 0 &&
			moves(from, to);
	struct faked_new left;
	struct statx target;
	bool last = jail->fake_root != NULL && !(flags & RENAME_EXCHANGE) &&
		    faked_before_unlink(jail, to->parent, to->text, &target) &&
		    is_other(from, &target);
	int status = whiteout ? faked_plan(call, from->parent, S_IFCHR, &left) : 0;

	if (status < 0)
		return status;
	if (!flags)
		status = renameat(from->parent, from->text, to->parent, to->text);
	else
		status = (int)syscall(SYS_renameat2, from->parent, from->text, to->parent, to->text,
				      flags);
	if (status < 0)
		return -errno;
	if (last)
		faked_unlinked(jail, &target);
	return whiteout ? faked_made_at(call, from->parent, from->text, &left) : 0;
}

struct outcome on_rename(struct call *call)
{
	struct path_argument old = path_argument(call, 0), new = path_argument(call, old.next);
	unsigned int flags = (unsigned int)optional_flags(call, new.next);
	struct change_name from, to;
	int status;

	if ((flags & ~RENAME_ALL) ||
	    ((flags & RENAME_EXCHANGE) && (flags & (RENAME_NOREPLACE | RENAME_WHITEOUT))))
		return outcome_fail(EINVAL);
	call->classes = POLICY_BIT(POLICY_REMOVE) |
			((flags & RENAME_EXCHANGE) != 0 ? POLICY_BIT(POLICY_CREATE) : 0);
	status = change_old_name(call, old.dirfd, old.address, &from);
	call->classes = POLICY_BIT(POLICY_CREATE) |
			((flags & RENAME_EXCHANGE) != 0 ? POLICY_BIT(POLICY_REMOVE) : 0);
	if (status == 0)
		status = change_old_name(call, new.dirfd, new.address, &to);
	if (status == 0)
		status = judge_rename(call, &from, &to, flags);
	if (status)
		return status == RENAME_DONE ? outcome_done(0) : outcome_fail(status);
	return outcome_status(move(call, &from, &to, flags));
}
