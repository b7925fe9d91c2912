/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Handle -> place. The kernel's own name for the handle and the ones for the mounts are
 * hints of where to look; a walk down from the mount and (dev, ino) decide. Must never
 * give a host string to the caller, nor believe one but where nobody could walk (lies_as_told).
 */
#include "path/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "path/hint.h"
#include "path/locate.h"
#include "path/walk.h"
#include "util/fd.h"

#define TRIES_MAX 32
#define DELETED   " (deleted)"

/* The host's name for a handle, without a final slash ("" is the host's root). */
static int host_name(int handle, char name[PATH_MAX])
{
	char link[32];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", handle);
	length = readlink(link, name, PATH_MAX - 1);
	if (length <= 0)
		return length < 0 ? -errno : -ENOENT;
	if (name[0] != '/')
		return -EXDEV;
	name[length] = '\0';
	if (length == 1)
		name[0] = '\0';
	return 0;
}

/* How much of the way is opened in one step: names that end before a '/', or what is left. */
static size_t step_length(const struct path_view *view, const char *rel)
{
	size_t length = strcspn(rel, "/");
	const char *slash;

	if (view->without_openat2 || strnlen(rel, PATH_MAX) < PATH_MAX)
		return view->without_openat2 ? length : strlen(rel);
	slash = memrchr(rel, '/', PATH_MAX);
	return slash ? (size_t)(slash - rel) : length;
}

static int open_step(const struct path_view *view, int directory, const char *names, bool last)
{
	struct open_how how = {
		.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC | (last ? 0 : O_DIRECTORY),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};

	if (!view->without_openat2)
		return (int)syscall(SYS_openat2, directory, names, &how, sizeof(how));
	if (!strcmp(names, "..") || !strcmp(names, ".")) {
		errno = ENOENT;
		return -1;
	}
	return openat(directory, names, (int)how.flags);
}

/* Hosts without openat2 go one name at a time, and very long ways are more than it takes. */
static int open_rel(const struct path_view *view, const struct mount *mount, const char *rel,
		    int *ret_handle)
{
	CLEANUP_FD int reached = -1;
	int at = mount->handle;

	while (*rel) {
		size_t length = step_length(view, rel);
		char names[PATH_MAX];
		int next;

		if (!length || length >= sizeof(names))
			return -ENOENT;
		memcpy(names, rel, length);
		names[length] = '\0';
		next = open_step(view, at, names, !rel[length]);
		if (next < 0)
			return -errno;
		fd_close(&reached);
		reached = at = next;
		rel += length + (rel[length] == '/');
	}
	if (reached < 0)
		return -ENOENT;
	*ret_handle = fd_steal(&reached);
	return 0;
}

/* Another mount covers `rel`, or what it lies in: it is not to be seen there. */
static bool is_covered(const struct mount_table *mounts, const struct mount *mount, const char *rel)
{
	for (size_t i = 0; i < mounts->count; i++) {
		const struct mount *child = mounts->mounts[i];
		size_t length;

		if (child->parent != mount)
			continue;
		length = strlen(child->place);
		if (strncmp(rel, child->place, length) == 0 && (!rel[length] || rel[length] == '/'))
			return true;
	}
	return false;
}

static bool is_object(const struct sought *sought, int handle)
{
	struct stat st;

	return fstat(handle, &st) == 0 && st.st_ino == sought->ino && st.st_dev == sought->dev;
}

/* 0, -EACCES where a directory on the way may not be searched, or another -errno. */
static int look_at(const struct sought *sought, const struct mount *mount, const char *rel)
{
	CLEANUP_FD int handle = -1;
	int status;

	if (is_covered(sought->view->mounts, mount, rel))
		return -EXDEV;
	status = open_rel(sought->view, mount, rel, &handle);
	if (status < 0)
		return status;
	return is_object(sought, handle) ? 0 : -ENOENT;
}

bool locate_lies_at(const struct sought *sought, const struct mount *mount, const char *rel)
{
	return look_at(sought, mount, rel) == 0;
}

/*
 * Whether it lies where the kernel itself says, as far as this can be seen. Who stands below a
 * directory that may not be searched any more is still there: then the name is believed of what
 * is on the very mount of the host that the root of the place is on.
 */
static bool lies_as_told(const struct sought *sought, const struct mount *mount, const char *rel,
			 bool *ret_told)
{
	int status = look_at(sought, mount, rel);

	*ret_told = status == -EACCES && !sought->name_cut && mount->mnt_id != 0 &&
		    !path_crosses_host_mount(mount, sought->handle);
	return status == 0 || *ret_told;
}

/* `name` as seen from the mount's root, when it may lie below: its names say so. */
static const char *below_mount(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	if (strncmp(name, prefix, length) != 0 || name[length] != '/')
		return NULL;
	return name + length + 1;
}

/* Which mounts are looked at: their names are to be read, which takes longest of all. */
enum choice {
	MOUNTS_OF_DEVICE, /* of the object's file system, and the preferred one */
	MOUNTS_ALL,       /* a host mount may lie between */
};

static bool is_chosen(const struct sought *sought, enum choice choice, const struct mount *mount)
{
	return mount->kind == MOUNT_DIRECTORY &&
	       (choice == MOUNTS_ALL || mount->dev == sought->dev || mount == sought->prefer);
}

/* Tries every mount whose name is a prefix: the preferred one first, then the longest. */
static int match_names_of(struct sought *sought, enum choice choice, const char *name,
			  struct mount **ret_mount, char **ret_rel)
{
	const struct mount_table *mounts = sought->view->mounts;
	size_t best = 0;
	bool preferred = false;
	char *found = NULL;

	for (size_t i = 0; i < mounts->count; i++) {
		struct mount *mount = mounts->mounts[i];
		char prefix[PATH_MAX];
		const char *rel;
		size_t length;
		bool told;

		if (preferred || !is_chosen(sought, choice, mount) ||
		    host_name(mount->handle, prefix) < 0)
			continue;
		rel = below_mount(name, prefix);
		length = strlen(prefix) + 1;
		if (!rel || (mount != sought->prefer && found && length < best) ||
		    !lies_as_told(sought, mount, rel, &told))
			continue;
		talloc_free(found);
		found = talloc_strdup(sought->ctx, rel);
		if (!found)
			return -ENOMEM;
		best = length;
		sought->told = told;
		preferred = mount == sought->prefer;
		*ret_mount = mount;
	}
	*ret_rel = found;
	return found ? 0 : -EXDEV;
}

static int match_names(struct sought *sought, const char *name, struct mount **ret_mount,
		       char **ret_rel)
{
	int status = match_names_of(sought, MOUNTS_OF_DEVICE, name, ret_mount, ret_rel);

	return status == -EXDEV ? match_names_of(sought, MOUNTS_ALL, name, ret_mount, ret_rel)
				: status;
}

static int match_host_name(struct sought *sought, char name[PATH_MAX], struct mount **ret_mount,
			   char **ret_rel)
{
	size_t length = strlen(name), suffix = strlen(DELETED);
	int status = match_names(sought, name, ret_mount, ret_rel);

	/* KERNEL: d_path() says so of a dentry without a name, though the file may have one. */
	if (status == -EXDEV && length > suffix && !strcmp(name + length - suffix, DELETED)) {
		name[length - suffix] = '\0';
		sought->name_cut = true;
		status = match_names(sought, name, ret_mount, ret_rel);
		sought->name_cut = false;
	}
	return status;
}

/* By the kernel's name for it, which may change while it is looked at. */
static int search_names(struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	char names[2][PATH_MAX] = { "", "" };
	int status = -EXDEV;

	for (int tries = 0; tries < TRIES_MAX && status == -EXDEV; tries++) {
		char *name = names[tries % 2];

		status = host_name(sought->handle, name);
		if (status < 0)
			return status;
		status = match_host_name(sought, name, ret_mount, ret_rel);
		/* The same name twice, and it is not there: no mount holds it. */
		if (tries > 0 && status == -EXDEV && strcmp(names[0], names[1]) == 0)
			return status;
	}
	return status;
}

/* Where it was last time. */
static bool still_there(const struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	const struct place_hint *place = hints_find_place(sought->view->mounts->hints, sought->dev,
							  sought->ino, sought->prefer);

	if (!place || !locate_lies_at(sought, place->mount, place->rel))
		return false;
	*ret_mount = place->mount;
	*ret_rel = talloc_strdup(sought->ctx, place->rel);
	return *ret_rel != NULL;
}

static int locate(struct sought *sought, struct mount **ret_mount, char **ret_rel)
{
	const struct mount_table *mounts = sought->view->mounts;
	struct mount *root = mount_table_root_of(mounts, sought->dev, sought->ino, sought->prefer);
	int status;

	/* A bind's source inside another mount is that mount's root, unless told otherwise. */
	if (root && (root == sought->prefer || !sought->prefer)) {
		*ret_mount = root;
		*ret_rel = talloc_strdup(sought->ctx, "");
		return *ret_rel ? 0 : -ENOMEM;
	}
	if (still_there(sought, ret_mount, ret_rel))
		return 0;
	status = search_names(sought, ret_mount, ret_rel);
	if (status < 0 && root) {
		*ret_mount = root;
		*ret_rel = talloc_strdup(sought->ctx, "");
		return *ret_rel ? 0 : -ENOMEM;
	}
	if (sought->removed && status < 0)
		return -ENOENT;
	if (status < 0 && status != -EXDEV && status != -ENOMEM && sought->is_directory) {
		int climbed = locate_above_child(sought, ret_mount, ret_rel)
				      ? 0
				      : locate_climb(sought, ret_mount, ret_rel);

		/* What may not be listed tells nothing. */
		if (climbed != -EACCES)
			status = climbed;
	}
	if (status == 0 && sought->is_directory && !sought->told)
		hints_note_place(mounts->hints, sought->dev, sought->ino, sought->prefer,
				 *ret_mount, *ret_rel);
	return status == 0 || status == -ENOMEM || status == -ENAMETOOLONG ? status : -EXDEV;
}

int path_locate(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		const struct mount *prefer, struct mount **ret_mount, char **ret_rel)
{
	bool ignored;
	int status = path_locate_way(ctx, view, handle, NULL, prefer, ret_mount, ret_rel, &ignored);

	return status == 0 && !*ret_rel ? -ENAMETOOLONG : status;
}

int path_locate_way(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		    const struct path_child *child, const struct mount *prefer,
		    struct mount **ret_mount, char **ret_rel, bool *ret_barred)
{
	struct sought sought = {
		.ctx = talloc_new(ctx),
		.view = view,
		.prefer = prefer,
		.handle = handle,
		.child = child,
	};
	struct stat st;
	int status;

	if (!sought.ctx)
		return -ENOMEM;
	*ret_barred = false;
	if (fstat(handle, &st) < 0) {
		talloc_free(sought.ctx);
		return -errno;
	}
	sought.dev = st.st_dev;
	sought.ino = st.st_ino;
	sought.is_directory = S_ISDIR(st.st_mode);
	sought.removed = st.st_nlink == 0;
	status = locate(&sought, ret_mount, ret_rel);
	*ret_barred = sought.told;
	if (status == 0)
		talloc_steal(ctx, *ret_rel);
	else if (status == -ENAMETOOLONG && locate_climb_unnamed(&sought, ret_mount)) {
		*ret_barred = true;
		*ret_rel = NULL;
		status = 0;
	}
	talloc_free(sought.ctx);
	return status;
}

int path_open_parent(TALLOC_CTX *ctx, const struct path_view *view, int handle, int *ret_parent)
{
	CLEANUP_FD int parent = -1, object = -1;
	struct mount *mount;
	struct stat one, other;
	char *rel, *slash;
	int status = path_locate(ctx, view, handle, NULL, &mount, &rel);

	if (status < 0)
		return status;
	slash = strrchr(rel, '/');
	if (rel[0] == '\0')
		return -EXDEV;
	if (slash != NULL)
		*slash = '\0';
	status = slash == NULL ? 0 : open_rel(view, mount, rel, &parent);
	if (slash == NULL)
		parent = fcntl(mount->handle, F_DUPFD_CLOEXEC, 0);
	if (status == 0 && parent < 0)
		status = -errno;
	if (status < 0)
		return status;
	/* RACE: what is left of it may be another directory by now. */
	object = openat(parent, slash == NULL ? rel : slash + 1, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (object < 0 || fstat(object, &one) < 0 || fstat(handle, &other) < 0 ||
	    one.st_ino != other.st_ino || one.st_dev != other.st_dev)
		return -EAGAIN;
	*ret_parent = fd_steal(&parent);
	return 0;
}

int path_open_told_parent(int handle, int *ret_parent)
{
	CLEANUP_FD int parent = -1;
	char path[PATH_MAX];
	struct stat st, there;
	char *slash;
	int status = host_name(handle, path);

	if (status < 0 || path[0] == '\0' || fstat(handle, &st) < 0)
		return -EINVAL;
	slash = strrchr(path, '/');
	*slash = '\0';
	parent = open(slash == path ? "/" : path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return -errno;
	if (fstatat(parent, slash + 1, &there, AT_SYMLINK_NOFOLLOW) < 0 ||
	    there.st_dev != st.st_dev || there.st_ino != st.st_ino)
		return -EINVAL;
	*ret_parent = fd_steal(&parent);
	return 0;
}

bool path_crosses_host_mount(const struct mount *mount, int handle)
{
	struct statx stx;

	if (statx(handle, "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &stx) < 0)
		return true;
	if (mount->mnt_id && (stx.stx_mask & STATX_MNT_ID))
		return stx.stx_mnt_id != mount->mnt_id;
	return makedev(stx.stx_dev_major, stx.stx_dev_minor) != mount->dev;
}
