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

/*
 * How much a climb may cost, in names that are looked at: all others wait meanwhile, and a tree
 * can be as deep and as wide as somebody likes. What is longer than a place that is remembered is
 * too long.
 */
#define NAMES_MAX  65536U
#define LENGTH_MAX PLACE_HINT_MAX

/* A way that is found from its end: names[0] is the last one. */
struct climb {
	char **names;
	size_t length; /* of the whole, with a '/' for each name */
	unsigned int seen;
};

static bool is_child(int parent, const char *name, const struct stat *child)
{
	struct stat st;

	return fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       st.st_ino == child->st_ino && st.st_dev == child->st_dev;
}

/*
 * The next entry that can be it, NULL with errno 0 at the end. `sure`: only what is listed with its
 * number, which others than plain file systems list otherwise.
 */
static const struct dirent *next_candidate(struct climb *climb, DIR *directory, ino_t sure)
{
	const struct dirent *entry;

	do {
		errno = climb->seen++ < NAMES_MAX ? 0 : ENAMETOOLONG;
		entry = errno == 0 ? readdir(directory) : NULL;
	} while (entry && (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
			   (sure && entry->d_ino != sure)));
	return entry;
}

/* The name of (dev, ino) in directory `parent`, by reading it. */
static int name_in(struct climb *climb, int parent, const struct stat *child, char **ret_name)
{
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry = NULL;
	int status = -ENOENT;

	if (!directory) {
		status = -errno;
		fd_close(&fd);
		return status;
	}
	for (int round = 0; round < 2 && !entry; round++) {
		rewinddir(directory);
		do {
			entry = next_candidate(climb, directory, round == 0 ? child->st_ino : 0);
		} while (entry && !is_child(parent, entry->d_name, child));
		status = entry ? 0 : errno ? -errno : -ENOENT;
	}
	if (entry) {
		*ret_name = talloc_strdup(climb->names, entry->d_name);
		status = *ret_name ? 0 : -ENOMEM;
	}
	(void)closedir(directory);
	return status;
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

/* What was climbed, put together behind `directory`. */
static char *whole_way(const struct sought *sought, const struct climb *climb,
		       const char *directory)
{
	char *rel = talloc_array(sought->ctx, char, strlen(directory) + climb->length + 1);
	char *end = rel;

	if (!rel)
		return NULL;
	end = stpcpy(end, directory);
	for (size_t i = talloc_array_length(climb->names); i-- > 0;) {
		if (end != rel)
			*end++ = '/';
		end = stpcpy(end, climb->names[i]);
	}
	return rel;
}

/* -EXDEV: the directory that was reached is neither the root of a mount, nor was found before. */
static int finish(const struct sought *sought, const struct stat *st, const struct climb *climb,
		  struct mount **ret_mount, char **ret_rel)
{
	const struct mount_table *mounts = sought->view->mounts;
	struct mount *mount = mount_table_root_of(mounts, st->st_dev, st->st_ino, sought->prefer);
	const struct place_hint *place = hints_find_place(mounts->hints, st->st_dev, st->st_ino,
							  sought->prefer);

	if (!climb->length || (!mount && !place))
		return -EXDEV;
	*ret_mount = mount ? mount : place->mount;
	*ret_rel = whole_way(sought, climb, mount ? "" : place->rel);
	if (!*ret_rel)
		return -ENOMEM;
	return locate_lies_at(sought, *ret_mount, *ret_rel) ? 0 : -EXDEV;
}

static int note_name(struct climb *climb, char *name)
{
	size_t count = talloc_array_length(climb->names);
	char **names = talloc_realloc(NULL, climb->names, char *, count + 1);

	if (!names)
		return -ENOMEM;
	names[count] = name;
	climb->names = names;
	climb->length += strlen(name) + 1;
	return climb->length > LENGTH_MAX ? -ENAMETOOLONG : 0;
}

/* One level: the directory above, and its name for this one. */
static int ascend(struct climb *climb, int *at, struct stat *st)
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
	status = name_in(climb, up, st, &name);
	*st = above;
	return status < 0 ? status : note_name(climb, name);
}

int locate_climb(const struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	CLEANUP_FD int at = fcntl(sought->handle, F_DUPFD_CLOEXEC, 0);
	struct climb climb = { .names = talloc_array(sought->ctx, char *, 0) };
	struct stat st;
	int status;

	if (at < 0 || !climb.names || fstat(at, &st) < 0)
		return climb.names ? -errno : -ENOMEM;
	for (;;) {
		status = finish(sought, &st, &climb, ret_mount, ret_rel);
		if (status != -EXDEV)
			return status;
		status = ascend(&climb, &at, &st);
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
