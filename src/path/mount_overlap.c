/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A file that can be written through one mount is not protected by being read-only in
 * another (SECURITY.md E18): such pairs of sources are refused. "Inside" is told by walking
 * up with ".." and comparing identities; names are used only to find a file's directory.
 */
#include "path/mount_build.h"
#include "path/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fd.h"

#define LEVELS_MAX 4096

static int open_start(const struct mount *mount, int *ret_handle)
{
	if (mount->kind == MOUNT_FILE)
		return path_open_told_parent(mount->handle, ret_handle);
	*ret_handle = fcntl(mount->handle, F_DUPFD_CLOEXEC, 0);
	return *ret_handle < 0 ? -errno : 0;
}

/* Whether `inner`'s source is `outer`'s or lies below it. */
static int is_inside(const struct mount *inner, const struct mount *outer, bool *ret_inside)
{
	CLEANUP_FD int at = -1;
	struct stat st, last = { 0 };
	int status;

	*ret_inside = inner->dev == outer->dev && inner->ino == outer->ino;
	if (*ret_inside || outer->kind == MOUNT_FILE)
		return 0;
	status = open_start(inner, &at);
	if (status < 0)
		return status;
	for (int level = 0; level < LEVELS_MAX; level++) {
		int up;

		if (fstat(at, &st) < 0)
			return -errno;
		if (st.st_dev == outer->dev && st.st_ino == outer->ino) {
			*ret_inside = true;
			return 0;
		}
		if (level && st.st_dev == last.st_dev && st.st_ino == last.st_ino)
			return 0;
		last = st;
		up = openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (up < 0)
			return -errno;
		fd_close(&at);
		at = up;
	}
	return -ELOOP;
}

/* KERNEL: a read-only mount never stopped writes to devices, FIFOs and sockets. */
static bool holds_files(const struct mount *mount)
{
	struct stat st;

	if (mount->synthetic || mount->may_overlap)
		return false;
	return fstat(mount->handle, &st) < 0 || S_ISDIR(st.st_mode) || S_ISREG(st.st_mode);
}

/*
 * The mount covers the very object that is its source (-b ./rootfs/etc:/etc:ro): its parent
 * shows that object nowhere else. Not so for files with more names than this one.
 */
static bool covers_itself(const struct mount *mount)
{
	struct stat st;

	return mount->parent != NULL && mount->place[0] != '\0' &&
	       fstatat(mount->parent->handle, mount->place, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       st.st_dev == mount->dev && st.st_ino == mount->ino &&
	       (S_ISDIR(st.st_mode) || st.st_nlink == 1);
}

/*
 * From `outer`, `inner`'s source can be reached through `inner` only. That stays so: neither a
 * mount point nor what leads to it can be renamed, and nothing moves between mounts.
 */
static bool is_only_way(const struct mount *inner, const struct mount *outer)
{
	for (; inner->parent != NULL && covers_itself(inner); inner = inner->parent) {
		if (inner->parent == outer)
			return true;
	}
	return false;
}

/* Whether the files of one of them are those of the other, by a way around it. */
static int overlap(const struct mount *a, const struct mount *b, bool *ret_overlap)
{
	int status = is_inside(a, b, ret_overlap);

	if (status == 0 && *ret_overlap)
		*ret_overlap = !is_only_way(a, b);
	if (status < 0 || *ret_overlap)
		return status;
	status = is_inside(b, a, ret_overlap);
	if (status == 0 && *ret_overlap)
		*ret_overlap = !is_only_way(b, a);
	return status;
}

int mount_overlap_check(const struct mount_table *table, const struct mount **ret_mount)
{
	for (size_t i = 1; i < table->count; i++) {
		const struct mount *a = table->mounts[i];

		for (size_t j = 0; j < i && holds_files(a); j++) {
			const struct mount *b = table->mounts[j];
			bool found;
			int status;

			if (a->read_only == b->read_only || !holds_files(b))
				continue;
			status = overlap(a, b, &found);
			if (status == 0 && !found)
				continue;
			*ret_mount = a;
			return status < 0 ? status : -EINVAL;
		}
	}
	return 0;
}
