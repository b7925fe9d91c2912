/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the finished mounts imply: which directories have mount points below (special),
 * and which of those do not list them by themselves (merged names). Made once, from the
 * directories as they are then; must never change anything in them.
 */
#include "path/mount_build.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fd.h"

/*
 * Opens `rel` below a mount, name by name, never through a link; -errno. Host mounts are
 * crossed: the place was judged when it was found.
 */
static int open_below(const struct mount *mount, const char *rel, int *ret_handle)
{
	CLEANUP_FD int at = fcntl(mount->handle, F_DUPFD_CLOEXEC, 0);

	while (at >= 0 && *rel) {
		size_t length = strcspn(rel, "/");
		char name[NAME_MAX + 1];
		int next;

		if (length > NAME_MAX)
			return -ENAMETOOLONG;
		memcpy(name, rel, length);
		name[length] = '\0';
		rel += length + (rel[length] == '/');
		next = openat(at, name, O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC);
		if (next < 0)
			return -errno;
		fd_close(&at);
		at = next;
	}
	if (at < 0)
		return -errno;
	*ret_handle = fd_steal(&at);
	return 0;
}

static int add_special(struct special *special, struct mount *mount, const char *rel,
		       const struct stat *st)
{
	struct special_directory *directories;

	for (size_t i = 0; i < special->directory_count; i++) {
		if (special->directories[i].mount == mount &&
		    strcmp(special->directories[i].rel, rel) == 0)
			return 0;
	}
	directories = talloc_realloc(special, special->directories, struct special_directory,
				     special->directory_count + 1);
	if (!directories)
		return -ENOMEM;
	special->directories = directories;
	directories[special->directory_count] = (struct special_directory){
		.dev = st->st_dev,
		.ino = st->st_ino,
		.mount = mount,
		.rel = talloc_strdup(special, rel),
	};
	return directories[special->directory_count++].rel ? 0 : -ENOMEM;
}

static int add_merged(struct special *special, const struct stat *st, const char *name)
{
	struct merged *merged = NULL;
	const char **names;

	for (size_t i = 0; i < special->merged_count && !merged; i++) {
		if (special->merged[i].ino == st->st_ino && special->merged[i].dev == st->st_dev)
			merged = &special->merged[i];
	}
	if (!merged) {
		struct merged *all = talloc_realloc(special, special->merged, struct merged,
						    special->merged_count + 1);

		if (!all)
			return -ENOMEM;
		special->merged = all;
		merged = &all[special->merged_count++];
		*merged = (struct merged){ .dev = st->st_dev, .ino = st->st_ino };
	}
	names = talloc_realloc(special, merged->names, const char *, merged->count + 2);
	if (!names)
		return -ENOMEM;
	merged->names = names;
	names[merged->count] = talloc_strdup(special, name);
	names[merged->count + 1] = NULL;
	return names[merged->count++] ? 0 : -ENOMEM;
}

/*
 * One ancestor of a mount point: the `length` first bytes of its place. An ancestor that
 * is not there any more (or not ours to see) cannot be a directory descriptor either.
 */
static int index_ancestor(struct mount_table *table, const struct mount *mount, size_t length,
			  const char *last_name)
{
	struct special *special = table->special;
	char *rel = talloc_strndup(special, mount->place, length);
	CLEANUP_FD int handle = -1;
	struct stat st, there;
	int status;

	if (!rel)
		return -ENOMEM;
	status = open_below(mount->parent, rel, &handle);
	if (status == 0 && fstat(handle, &st) == 0) {
		status = add_special(special, mount->parent, rel, &st);
		if (status == 0 && last_name &&
		    fstatat(handle, last_name, &there, AT_SYMLINK_NOFOLLOW) < 0)
			status = add_merged(special, &st, last_name);
	} else {
		status = status == -ENOMEM || status == -EMFILE ? status : 0;
	}
	talloc_free(rel);
	return status;
}

static int index_mount(struct mount_table *table, const struct mount *mount)
{
	const char *slash = strrchr(mount->place, '/');
	const char *last_name = slash ? slash + 1 : mount->place;
	int status = 0;

	/* The inside of a MOUNT_PROC is no real tree: its root is all that can be known. */
	if (mount->parent->kind == MOUNT_PROC)
		return index_ancestor(table, mount, 0, NULL);
	for (size_t i = 0; status == 0 && mount->place[i]; i++) {
		if (i == 0)
			status = index_ancestor(table, mount, 0, slash ? NULL : last_name);
		else if (mount->place[i] == '/')
			status = index_ancestor(table, mount, i,
						mount->place + i == slash ? last_name : NULL);
	}
	return status;
}

int mount_index_build(struct mount_table *table)
{
	struct special *special = table->special;

	TALLOC_FREE(special->directories);
	TALLOC_FREE(special->merged);
	special->directory_count = 0;
	special->merged_count = 0;
	table->any_read_only = false;
	for (size_t i = 0; i < table->count; i++) {
		const struct mount *mount = table->mounts[i];
		int status = mount->parent ? index_mount(table, mount) : 0;

		if (status < 0)
			return status;
		table->any_read_only |= mount->read_only;
	}
	table->any_merged = special->merged_count > 0;
	return 0;
}
