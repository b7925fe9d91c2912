/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The place of a directory whose name the kernel does not tell. Going up with ".." costs a step
 * for each level, so what was found before is tried first: a tree that is climbed down again is
 * read once. Must never hand out a place that locate_lies_at() has not seen now.
 */
#include "path/locate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/hint.h"
#include "path/walk.h"
#include "util/fd.h"

/* The name of (dev, ino) in directory `parent`, by reading it. */
static int name_in(TALLOC_CTX *ctx, int parent, const struct stat *child, char **ret_name)
{
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int status = -ENOENT;

	if (!directory) {
		status = -errno;
		fd_close(&fd);
		return status;
	}
	while (status == -ENOENT && (entry = readdir(directory)) != NULL) {
		struct stat st;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
		    fstatat(parent, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    st.st_ino != child->st_ino || st.st_dev != child->st_dev)
			continue;
		*ret_name = talloc_strdup(ctx, entry->d_name);
		status = *ret_name ? 0 : -ENOMEM;
	}
	(void)closedir(directory);
	return status;
}

static char *join(TALLOC_CTX *ctx, const char *directory, const char *rel)
{
	return talloc_asprintf(ctx, "%s%s%s", directory, *directory && *rel ? "/" : "", rel);
}

bool locate_above_child(const struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	const struct path_child *child = sought->child;
	const struct place_hint *place = child ? hints_find_place(sought->view->mounts->hints,
								  child->dev, child->ino,
								  sought->prefer)
					       : NULL;
	const char *slash = place ? strrchr(place->rel, '/') : NULL;

	if (!slash)
		return false;
	*ret_mount = place->mount;
	*ret_rel = talloc_strndup(sought->ctx, place->rel, (size_t)(slash - place->rel));
	return *ret_rel && locate_lies_at(sought, *ret_mount, *ret_rel);
}

/* `rel` counts from a directory that is the root of a mount, or was found before. */
static int finish(const struct sought *sought, const struct stat *st, const char *rel,
		  struct mount **ret_mount, char **ret_rel)
{
	const struct mount_table *mounts = sought->view->mounts;
	struct mount *mount = mount_table_root_of(mounts, st->st_dev, st->st_ino, sought->prefer);
	const struct place_hint *place = hints_find_place(mounts->hints, st->st_dev, st->st_ino,
							  sought->prefer);

	if (!*rel || (!mount && !place))
		return -EXDEV;
	*ret_mount = mount ? mount : place->mount;
	*ret_rel = join(sought->ctx, mount ? "" : place->rel, rel);
	if (!*ret_rel)
		return -ENOMEM;
	return locate_lies_at(sought, *ret_mount, *ret_rel) ? 0 : -EXDEV;
}

/* One level: the directory above, and its name for this one put before `*rel`. */
static int ascend(const struct sought *sought, int *at, struct stat *st, char **rel)
{
	struct stat above;
	char *name = NULL;
	int up = openat(*at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int status;

	if (up < 0)
		return -errno;
	fd_close(at);
	*at = up;
	if (fstat(up, &above) < 0)
		return -errno;
	if (above.st_ino == st->st_ino && above.st_dev == st->st_dev)
		return -EXDEV;
	status = name_in(sought->ctx, up, st, &name);
	if (status < 0)
		return status;
	*rel = join(sought->ctx, name, *rel);
	*st = above;
	return *rel ? 0 : -ENOMEM;
}

int locate_climb(const struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	CLEANUP_FD int at = fcntl(sought->handle, F_DUPFD_CLOEXEC, 0);
	char *rel = talloc_strdup(sought->ctx, "");
	struct stat st;
	int status;

	if (at < 0 || !rel || fstat(at, &st) < 0)
		return rel ? -errno : -ENOMEM;
	for (;;) {
		status = finish(sought, &st, rel, ret_mount, ret_rel);
		if (status != -EXDEV)
			return status;
		status = ascend(sought, &at, &st, &rel);
		if (status < 0)
			return status;
	}
}

/* Nothing is remembered of such a climb, and all others wait meanwhile: some 10 ms are enough. */
#define UNNAMED_MAX 4096U

/* What rules hide is a mount's place: without names nobody knows whether it was passed. */
static bool is_concealing(const struct mount_table *mounts)
{
	for (size_t i = 0; i < mounts->count; i++) {
		if (mounts->mounts[i]->concealed)
			return true;
	}
	return false;
}

bool locate_climb_unnamed(const struct sought *sought, struct mount **ret_mount)
{
	const struct mount_table *mounts = sought->view->mounts;
	CLEANUP_FD int at = -1;
	struct mount *mount = NULL;
	struct stat st, below = { 0 };
	unsigned int levels = 0;

	if (!sought->is_directory || is_concealing(mounts))
		return false;
	at = fcntl(sought->handle, F_DUPFD_CLOEXEC, 0);
	while (!mount) {
		int up;

		if (levels++ == UNNAMED_MAX || at < 0 || fstat(at, &st) < 0 ||
		    (st.st_ino == below.st_ino && st.st_dev == below.st_dev))
			return false;
		below = st;
		mount = mount_table_root_of(mounts, st.st_dev, st.st_ino, sought->prefer);
		up = mount ? -1 : openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		fd_close(&at);
		at = up;
	}
	*ret_mount = mount;
	return mount->kind == MOUNT_DIRECTORY && mount->mnt_id != 0 &&
	       !path_crosses_host_mount(mount, sought->handle);
}
