/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opening anew what a member has open already, by its descriptor's link in /proc. Must never give
 * more than the descriptor itself, but for what members made among themselves (SECURITY.md E15).
 */
#include "syscall/deliver_private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "path/walk.h"
#include "syscall/proc.h"
#include "util/broken.h"
#include "util/fd.h"

/* What one of ptjail's own standard descriptors is; also what cannot be looked at. */
static bool is_inherited(int handle)
{
	struct stat info, inherited;

	if (fstat(handle, &info) < 0)
		return true;
	for (int fd = 0; fd <= 2; fd++) {
		if (fstat(fd, &inherited) == 0 && inherited.st_dev == info.st_dev &&
		    inherited.st_ino == info.st_ino)
			return true;
	}
	return false;
}

/* A pipe or memfd that members made among themselves may be re-opened in any way, as natively. */
static bool is_own_stream(int handle)
{
	struct stat info;
	char target[32];
	ssize_t length;

	if (is_inherited(handle) || fstat(handle, &info) < 0)
		return false;
	if (S_ISFIFO(info.st_mode))
		return true;
	length = readlink(handle_name(handle).text, target, sizeof(target));
	return S_ISREG(info.st_mode) && length > 7 && strncmp(target, "/memfd:", 7) == 0;
}

/* KERNEL: may_open(): to cut a file to nothing is to write it, whatever else is asked for. */
static bool is_within(int access, uint64_t flags)
{
	access &= O_ACCMODE;
	if (access == O_RDWR)
		return true;
	return (int)(flags & O_ACCMODE) == access && ((flags & O_TRUNC) == 0 || access == O_WRONLY);
}

bool deliver_may_open_again(const struct jail *jail, int handle, int access, uint64_t flags,
			    bool may_widen)
{
	if ((flags & O_PATH) != 0)
		return true;
	/* A mere name, of what was given for writing only, or that a peer handed in. */
	if ((access & O_PATH) != 0 &&
	    (jail->has_peers || !host_fs_is_nameless(handle) || is_inherited(handle)))
		return false;
	/* Once peers can hand pipes in, nobody can tell whose one is. */
	return is_within(access, flags) || (may_widen && !jail->has_peers && is_own_stream(handle));
}

/* KERNEL: fifo_open() waits for who splices from it, and nothing makes it give up. */
static bool is_pipe(int handle)
{
	struct stat info;

	return fstat(handle, &info) == 0 && S_ISFIFO(info.st_mode);
}

/*
 * Of these the tracer's own open, or with pipes the tracee's, does nothing to a device; the
 * tracer's waits for nobody.
 */
static bool can_be_handed(int handle)
{
	struct statfs fs;
	struct stat info;

	if (!host_fs_is_nameless(handle) || fstat(handle, &info) < 0 || fstatfs(handle, &fs) < 0)
		return false;
	switch (info.st_mode & S_IFMT) {
	case S_IFREG:
	case S_IFSOCK:
		return true;
	case S_IFIFO:
		return (unsigned int)fs.f_type == PIPEFS_MAGIC;
	default:
		return false;
	}
}

static bool is_same(int handle, int other)
{
	struct stat one, two;

	return fstat(handle, &one) == 0 && fstat(other, &two) == 0 && one.st_dev == two.st_dev &&
	       one.st_ino == two.st_ino;
}

/* It has no name to be opened by; nothing is in it, and nothing can be made there any more. */
static bool is_removed_directory(int handle)
{
	struct stat info;

	return handle >= 0 && fstat(handle, &info) == 0 && S_ISDIR(info.st_mode) &&
	       info.st_nlink == 0;
}

struct outcome deliver_open_again(struct call *call, const struct path_place *place, uint64_t flags)
{
	CLEANUP_FD int copy = -1;
	struct member *member;
	pid_t tid;
	int number, access;

	if (!deliver_writes(flags) && is_removed_directory(place->handle))
		return deliver_hand_over(call, place->handle, flags);
	if (!place->magic || place->node == NULL || place->handle < 0 ||
	    proc_fd_node(place->node, &tid, &number) < 0)
		return outcome_fail(EACCES);
	member = jail_find_member(call->jail, tid);
	/* A loader's descriptors are the jail's, until it is done. */
	if (member == NULL || (member->process != call->member->process &&
			       (member->process->loading || member->exec != NULL)))
		return outcome_fail(EACCES);
	if (call_dup_fd_of(call, member->tracee, number, &copy) < 0)
		return outcome_fail(EACCES);
	access = fcntl(copy, F_GETFL);
	if (access < 0 || !is_same(copy, place->handle) || !can_be_handed(copy) ||
	    !deliver_may_open_again(call->jail, copy, access, flags, true))
		return outcome_fail(EACCES);
	if ((flags & O_PATH) != 0)
		return deliver_hand_over(call, place->handle, flags);
	return is_pipe(copy) && !BROKEN_BLOCKING ? deliver_open_pipe(call, place->handle, flags)
						 : deliver_hand_over(call, copy, flags);
}
