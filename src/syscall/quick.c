/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See quick.h. Must never answer for a name that a mount point may have. */
#include "syscall/quick.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "syscall/faked_device.h"
#include "syscall/rights.h"

/* Some mount point has this last name: the directory decides, so look properly. */
static bool names_mount(const struct mount_table *mounts, const char *name)
{
	for (size_t i = 1; i < mounts->count; i++) {
		const char *slash = strrchr(mounts->mounts[i]->place, '/');

		if (strcmp(slash == NULL ? mounts->mounts[i]->place : slash + 1, name) == 0)
			return true;
	}
	return false;
}

static bool is_guest_fd(const struct jail *jail, int fd)
{
	return fd >= 0 && (unsigned int)fd >= jail->guest_fd_base &&
	       (unsigned int)fd < jail->guest_fd_base + jail->guest_fd_count;
}

bool quick_find(struct call *call, int dirfd, const char *path, int at_flags,
		struct quick *ret_quick)
{
	struct path_start start;
	size_t length = strlen(path);

	*ret_quick = (struct quick){ .dirfd = AT_FDCWD, .flags = AT_SYMLINK_NOFOLLOW };
	if (call->jail->judge != NULL || !rights_pass_search(call))
		return false;
	if ((dirfd < 0 && dirfd != AT_FDCWD) || is_guest_fd(call->jail, dirfd))
		return false;
	ret_quick->follow = (at_flags & AT_SYMLINK_NOFOLLOW) == 0;
	if (length == 0) {
		if ((at_flags & AT_EMPTY_PATH) == 0 || dirfd == AT_FDCWD)
			return false;
		(void)snprintf(ret_quick->path, sizeof(ret_quick->path), "/proc/%d/fd/%d",
			       call->tracee->tid, dirfd);
		ret_quick->flags = 0;
		return true;
	}
	if (length > NAME_MAX || strchr(path, '/') != NULL || strcmp(path, ".") == 0 ||
	    strcmp(path, "..") == 0 || names_mount(call->jail->mounts, path))
		return false;
	if (dirfd != AT_FDCWD) {
		if (call->jail->has_peers)
			return false;
		(void)snprintf(ret_quick->path, sizeof(ret_quick->path), "/proc/%d/fd/%d/%s",
			       call->tracee->tid, dirfd, path);
		return true;
	}
	if (call_start(call, AT_FDCWD, &start) < 0)
		return false;
	ret_quick->dirfd = start.handle;
	ret_quick->cwd = true;
	memcpy(ret_quick->path, path, length + 1);
	return true;
}

/*
 * Below a synthetic directory of /proc the spool holds stand-ins, or nothing yet: once a
 * member may stand in one, only what is certain counts.
 */
bool quick_final_error(struct call *call, const struct quick *quick, int error)
{
	return error == ENOENT && quick->cwd && !call->jail->proc_entered;
}

bool quick_final(struct call *call, const struct quick *quick, mode_t mode, dev_t dev)
{
	const struct mount_table *mounts = call->jail->mounts;

	if (quick_is_descriptor(quick))
		return !S_ISCHR(mode) || !faked_device_any(call->jail);
	if (S_ISLNK(mode) && quick->follow)
		return false;
	if (call->jail->proc_entered && dev == call->jail->spool_dev)
		return false;
	/* Another file system: a host mount below may be one that no guest may see. */
	for (size_t i = 0; i < mounts->count; i++) {
		if (mounts->mounts[i]->kind == MOUNT_DIRECTORY && mounts->mounts[i]->dev == dev)
			return true;
	}
	return false;
}
