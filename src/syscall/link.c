/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * link, linkat: a second name for the object of a handle. A file of a read-only mount
 * must never get a name in a writable one: links stay in their mount.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/handed_in.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "syscall/rights.h"
#include "syscall/words.h"
#include "util/fd.h"

/*
 * What no mount holds has no name, or one outside, and must not get one in the jail: that
 * would give rights to it which its descriptor does not. Except for an O_TMPFILE's file,
 * also when it has got a name since: KERNEL: d_tmpfile() calls its dentry "#" and inode.
 * A file without any name that was no O_TMPFILE's is refused by the kernel (ENOENT).
 */
static bool is_guests_own(int handle)
{
	struct handle_name object = handle_name(handle);
	char text[PATH_MAX], expected[48];
	const char *last;
	struct stat st;
	ssize_t length;

	if (fstat(handle, &st) < 0)
		return false;
	if (st.st_nlink == 0)
		return true;
	length = readlink(object.text, text, sizeof(text) - 1);
	if (length < 0)
		return false;
	text[length] = '\0';
	last = strrchr(text, '/');
	snprintf(expected, sizeof(expected), "/#%ju (deleted)", (uintmax_t)st.st_ino);
	return last && strcmp(last, expected) == 0;
}

/*
 * A nameless file that a peer handed in, to be read or as a mere name, must not get a name that
 * anybody can write by. KERNEL: who made one has it open for writing, O_TMPFILE demands that.
 */
static bool is_given_to_write(struct call *call, const struct path_place *old, int fd)
{
	CLEANUP_FD int copy = -1;
	struct stat given, named;
	pid_t tid;
	int access;

	if (old->magic && (old->node == NULL || proc_fd_node(old->node, &tid, &fd) < 0 ||
			   (tid != call->tracee->tid && tid != call->tracee->tgid)))
		return false;
	if (call_dup_fd(call, fd, &copy) < 0 || fstat(copy, &given) < 0 ||
	    fstat(old->handle, &named) < 0 || given.st_ino != named.st_ino ||
	    given.st_dev != named.st_dev)
		return false;
	access = fcntl(copy, F_GETFL);
	return access >= 0 && (access & O_PATH) == 0 && (access & O_ACCMODE) != O_RDONLY;
}

/* Nor one that is a standard stream of ptjail's own. */
static bool may_be_named(struct call *call, const struct path_place *old, int fd)
{
	struct stat info;

	return is_guests_own(old->handle) && fstat(old->handle, &info) == 0 &&
	       !handed_in_is_standard(&info) &&
	       (!call->jail->has_peers || is_given_to_write(call, old, fd));
}

static int check_link(struct call *call, int fd, struct path_place *old, struct change_name *name)
{
	struct path_view view = call_view(call);

	if (place_is_node(old))
		return -EXDEV;
	if (change_directory_gone(name))
		return -ENOENT;
	if (path_place_mount(call->pool, &view, old))
		return change_same_mount(call, old, name->place) ? 0 : -EXDEV;
	return may_be_named(call, old, fd) ? 0 : -EXDEV;
}

struct outcome on_link(struct call *call)
{
	struct path_argument from = path_argument(call, 0), to = path_argument(call, from.next);
	int flags = optional_flags(call, to.next);
	struct path_place *old;
	struct change_name name;
	struct handle_name object;
	int status;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return outcome_fail(EINVAL);
	call->classes = POLICY_BIT(POLICY_LOOK);
	status = call_resolve(call, from.dirfd, from.address,
			      (flags & AT_SYMLINK_FOLLOW ? PATH_FOLLOW : 0) |
				      (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0),
			      &old);
	call->classes = POLICY_BIT(POLICY_CREATE);
	if (status == 0)
		status = change_new_name(call, to.dirfd, to.address, CHANGE_LINK, &name);
	if (status == 0)
		status = check_link(call, from.dirfd, old, &name);
	if (status == -EXDEV)
		status = change_refuse_new_name(call, &name, CHANGE_LINK, status);
	if (status == 0)
		status = judge_link(call, old, &name);
	if (status == 0)
		status = rights_link(call, old->handle, &name);
	if (status)
		return outcome_fail(status);
	/* The magic link leads to the object itself, also when that is a symlink. */
	object = handle_name(old->handle);
	status = linkat(AT_FDCWD, object.text, name.parent, name.text, AT_SYMLINK_FOLLOW);
	if (status < 0)
		return outcome_fail(errno);
	if (call->jail->fake_root != NULL)
		faked_linked(call->jail, old->handle);
	words_expect(call->jail, old);
	return outcome_done(0);
}
