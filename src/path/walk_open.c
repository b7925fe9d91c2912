/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opening names below the position. First all of them in one openat2 that the kernel
 * confines; where that meets a link or a host mount, or does not exist, one by one, each
 * from the handle of the directory before it. Every open is O_PATH, of a run that the
 * kernel confines or of a single name that it does not follow; nothing else may be here.
 */
#include "path/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "path/hint.h"
#include "path/host_fs.h"
#include "util/fd.h"

#define TRIES_MAX 32
/* A run must leave room for "/." and its end. */
#define RUN_MAX (PATH_MAX - 3)

#define CONFINED (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

/* A new descriptor or -errno. */
static int open_run(int directory, const char *run, int flags, uint64_t resolve)
{
	struct open_how how = {
		.flags = (uint64_t)(O_PATH | O_CLOEXEC | flags),
		.resolve = resolve,
	};

	/* KERNEL: EAGAIN: a rename was under way, "try again" (openat2(2)). */
	for (int tries = 0; tries < TRIES_MAX; tries++) {
		int fd = (int)syscall(SYS_openat2, directory, run, &how, sizeof(how));

		if (fd >= 0)
			return fd;
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
	}
	return -EAGAIN;
}

static int goal_flags(enum walk_goal goal)
{
	switch (goal) {
	case WALK_DIRECTORY:
	case WALK_SEARCH:
		return O_DIRECTORY;
	case WALK_TARGET:
		return 0;
	case WALK_OBJECT:
		return O_NOFOLLOW;
	}
	return O_NOFOLLOW;
}

static int position_handle(const struct walk *walk)
{
	return walk->anchor >= 0 ? walk->anchor : walk->base.handle;
}

/* The name lies on another host mount than its directory: may the guest go there? */
static int accept_crossing(struct walk *walk, int handle, size_t end)
{
	int status;

	if (walk->flags & PATH_NO_XDEV)
		return -EXDEV;
	status = walk->view->building ? 0 : host_fs_check(handle);
	if (status < 0)
		return status;
	hints_note(walk->view->mounts->hints, walk_hash(walk, end), HINT_HOST_MOUNT);
	if (walk->crossed > end)
		walk->crossed = end;
	return 0;
}

static int step_across(struct walk *walk, int directory, const char *name, enum walk_goal goal,
		       size_t end, int *ret_handle)
{
	CLEANUP_FD int fd = open_run(directory, name, goal_flags(goal), CONFINED);
	int status;

	if (fd < 0)
		return fd;
	status = accept_crossing(walk, fd, end);
	if (status < 0)
		return status;
	*ret_handle = fd_steal(&fd);
	return 0;
}

/* One name without openat2. The device number tells a host mount. */
static int step_plain(struct walk *walk, int directory, const char *name, enum walk_goal goal,
		      size_t end, int *ret_handle)
{
	CLEANUP_FD int fd = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st, above;
	int status;

	if (fd < 0 || fstat(fd, &st) < 0 || fstat(directory, &above) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode) && goal != WALK_OBJECT)
		return -ELOOP;
	if ((goal == WALK_DIRECTORY || goal == WALK_SEARCH) && !S_ISDIR(st.st_mode))
		return -ENOTDIR;
	if (st.st_dev != above.st_dev) {
		status = accept_crossing(walk, fd, end);
		if (status < 0)
			return status;
	}
	*ret_handle = fd_steal(&fd);
	return 0;
}

int walk_ask(const struct walk *walk, int directory, int status)
{
	const struct path_rights *rights = &walk->view->rights;

	if (status == WALK_UNASKED)
		return rights->always ? rights->search(rights->user, directory) : 0;
	if (status != -EACCES || rights->search == NULL || rights->always)
		return status;
	return rights->search(rights->user, directory);
}

/* One name. -ELOOP: it is a link, and the goal wants it followed. */
static int step_once(struct walk *walk, int directory, const char *name, enum walk_goal goal,
		size_t end, int *ret_handle)
{
	int fd;

	if (walk->view->without_openat2)
		return step_plain(walk, directory, name, goal, end, ret_handle);
	fd = open_run(directory, name, goal_flags(goal), CONFINED | RESOLVE_NO_XDEV);
	if (fd == -EXDEV)
		return step_across(walk, directory, name, goal, end, ret_handle);
	if (fd < 0)
		return fd;
	*ret_handle = fd;
	return 0;
}

static int step(struct walk *walk, int directory, const char *name, enum walk_goal goal,
		size_t end, int *ret_handle)
{
	int status = walk_ask(walk, directory, WALK_UNASKED);

	if (status < 0)
		return status;
	status = step_once(walk, directory, name, goal, end, ret_handle);
	if (status == -EACCES && walk_ask(walk, directory, status) == 0)
		status = step_once(walk, directory, name, goal, end, ret_handle);
	return status;
}

static int search_position(struct walk *walk, int handle)
{
	int status = walk_ask(walk, handle, WALK_UNASKED);
	int fd;

	if (status < 0)
		return status;
	fd = openat(handle, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno == EACCES && walk_ask(walk, handle, -EACCES) == 0)
		fd = openat(handle, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Base or anchor itself. */
static int open_position(struct walk *walk, enum walk_goal goal, int *ret_handle)
{
	int handle = position_handle(walk);
	int fd;

	if (goal == WALK_SEARCH) {
		fd = search_position(walk, handle);
		if (fd < 0)
			return fd;
	} else {
		fd = fcntl(handle, F_DUPFD_CLOEXEC, 0);
		if (fd < 0)
			return -errno;
	}
	*ret_handle = fd;
	return 0;
}

/*
 * KERNEL: may_follow_link(): with fs.protected_symlinks, a link in a sticky directory that
 * anybody may write to is followed for its owner and for the directory's owner only.
 */
static int may_follow(const struct walk *walk, int directory, const char *name)
{
	struct stat link, above;

	if (!walk->view->mounts->protected_symlinks)
		return 0;
	if (fstatat(directory, name, &link, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (link.st_uid == geteuid())
		return 0;
	if (fstat(directory, &above) < 0)
		return -errno;
	if ((above.st_mode & (S_ISVTX | S_IWOTH)) != (S_ISVTX | S_IWOTH))
		return 0;
	return above.st_uid == link.st_uid ? 0 : -EACCES;
}

static bool only_slashes(const char *path)
{
	return !path[strspn(path, "/")];
}

/* The text of link `name`: its length or -errno; -EINVAL: it is no link. */
static int read_link(const struct walk *walk, int directory, const char *name, bool trailing,
		     char text[PATH_MAX])
{
	ssize_t length = readlinkat(directory, name, text, PATH_MAX);

	if (length < 0)
		return -errno;
	if (length >= PATH_MAX)
		return -ENAMETOOLONG;
	if (trailing) {
		int status = may_follow(walk, directory, name);

		if (status < 0)
			return status;
	}
	return (int)length;
}

/* The component at `start` is a link: the path goes on with its text. */
static int meet_link(struct walk *walk, size_t start, size_t end, const char *name)
{
	char text[PATH_MAX];
	const char *tail = walk->names + end;
	bool trailing = end == walk->length && only_slashes(walk->rest);
	int length = read_link(walk, position_handle(walk), name, trailing, text);

	if (length < 0)
		return length;
	hints_note(walk->view->mounts->hints, walk_hash(walk, end), HINT_LINK);
	walk_truncate(walk, start ? start - 1 : 0);
	walk->checked = walk->length;
	walk->base_checked = true;
	return walk_follow(walk, text, (size_t)length, tail);
}

static void set_anchor(struct walk *walk, int handle, size_t length)
{
	fd_close(&walk->anchor);
	walk->anchor = handle;
	walk->anchor_length = length;
}

/*
 * One name of the slow walk, [start, end). The kernel gets it as a string of its own: the
 * slash behind it is taken away for the moment.
 */
static int walk_component(struct walk *walk, size_t start, size_t end, enum walk_goal goal,
			  int *ret_handle)
{
	const char *name = walk->names + start;
	char behind = walk->names[end];
	int status = -EAGAIN;

	for (int tries = 0; tries < TRIES_MAX && status == -EAGAIN; tries++) {
		char single[NAME_MAX + 1];

		walk->names[end] = '\0';
		status = step(walk, position_handle(walk), name, goal, end, ret_handle);
		walk->names[end] = behind;
		if (status != -ELOOP || end - start > NAME_MAX)
			continue;
		memcpy(single, name, end - start);
		single[end - start] = '\0';
		status = meet_link(walk, start, end, single);
		/* RACE: it was one a moment ago. */
		if (status == -EINVAL || status == -ENOENT)
			status = -EAGAIN;
	}
	return status;
}

static int walk_slowly(struct walk *walk, size_t upto, enum walk_goal goal, int *ret_handle)
{
	while (walk->anchor_length < upto) {
		size_t start = walk->anchor_length ? walk->anchor_length + 1 : 0;
		size_t end = start + strcspn(walk->names + start, "/");
		bool last = end >= upto;
		int handle, status;

		status = walk_component(walk, start, last ? upto : end,
					last ? goal : WALK_DIRECTORY, &handle);
		if (status)
			return status;
		if (last && goal != WALK_SEARCH) {
			*ret_handle = handle;
			return 0;
		}
		set_anchor(walk, handle, last ? upto : end);
	}
	return open_position(walk, goal, ret_handle);
}

/*
 * All names in one call. The names are cut at `upto` (and "." put there) for the moment.
 * -ELOOP, -EXDEV: look closer.
 */
static int open_at_once(struct walk *walk, size_t upto, enum walk_goal goal)
{
	size_t start = walk->anchor_length ? walk->anchor_length + 1 : 0;
	char behind[sizeof("/.")];
	int fd;

	memcpy(behind, walk->names + upto, sizeof(behind));
	memcpy(walk->names + upto, goal == WALK_SEARCH ? "/." : "", goal == WALK_SEARCH ? 3 : 1);
	fd = open_run(position_handle(walk), walk->names + start, goal_flags(goal),
		      CONFINED | RESOLVE_NO_XDEV);
	memcpy(walk->names + upto, behind, sizeof(behind));
	return fd;
}

/* Names too long for one call: anchors on the way. */
static int shorten(struct walk *walk, size_t upto)
{
	while (upto - walk->anchor_length > RUN_MAX) {
		size_t end = walk->anchor_length + RUN_MAX;
		int status;

		while (end > walk->anchor_length && walk->names[end] != '/')
			end--;
		/* KERNEL: no file system takes a name of such a length. */
		if (end <= walk->anchor_length)
			return -ENAMETOOLONG;
		status = walk_anchor(walk, end, WALK_DIRECTORY);
		if (status)
			return status;
	}
	return 0;
}

/* In one call nothing can be told about links, host mounts and directories that refuse. */
static bool needs_a_closer_look(const struct walk *walk, int status)
{
	return status == -ELOOP || status == -EXDEV ||
	       (status == -EACCES && walk->view->rights.search != NULL);
}

/*
 * A link in the last place is the common reason for ELOOP (libraries, binaries): open the
 * rest in one call, so that the slow walk has only that name left.
 */
static int anchor_before_last(struct walk *walk, size_t upto)
{
	const char *slash = memrchr(walk->names, '/', upto);
	size_t parent = slash ? (size_t)(slash - walk->names) : 0;
	int fd;

	if (parent <= walk->anchor_length)
		return 0;
	fd = open_at_once(walk, parent, WALK_DIRECTORY);
	if (needs_a_closer_look(walk, fd))
		return 0;
	if (fd < 0)
		return fd;
	set_anchor(walk, fd, parent);
	return 0;
}

int walk_open(struct walk *walk, size_t upto, enum walk_goal goal, int *ret_handle)
{
	int status;

	if (upto == walk->anchor_length)
		return open_position(walk, goal, ret_handle);
	if (!walk->view->without_openat2 && !walk->view->rights.always) {
		int fd;

		status = shorten(walk, upto);
		if (status)
			return status;
		fd = open_at_once(walk, upto, goal);
		if (fd >= 0) {
			*ret_handle = fd;
			return 0;
		}
		if (!needs_a_closer_look(walk, fd))
			return fd;
		status = anchor_before_last(walk, upto);
		if (status)
			return status;
	}
	return walk_slowly(walk, upto, goal, ret_handle);
}

int walk_anchor(struct walk *walk, size_t upto, enum walk_goal goal)
{
	int handle;
	int status;

	if (upto == walk->anchor_length && goal != WALK_SEARCH)
		return 0;
	status = walk_open(walk, upto, goal, &handle);
	if (status)
		return status;
	if (upto)
		set_anchor(walk, handle, upto);
	else
		fd_close(&handle);
	if (goal == WALK_SEARCH && upto >= walk->checked) {
		walk->checked = upto;
		walk->base_checked = true;
	}
	return 0;
}

int walk_check(struct walk *walk)
{
	int handle;
	int status;

	if (walk->length ? walk->checked == walk->length : walk->base_checked)
		return 0;
	status = walk_open(walk, walk->length, WALK_SEARCH, &handle);
	if (status)
		return status;
	fd_close(&handle);
	walk->checked = walk->length;
	walk->base_checked = true;
	return 0;
}

int walk_try_link(struct walk *walk, const char *name, size_t length, const char *after)
{
	char single[NAME_MAX + 1], text[PATH_MAX];
	int status;

	if (length > NAME_MAX)
		return 0;
	if (walk->length) {
		status = walk_anchor(walk, walk->length, WALK_DIRECTORY);
		if (status)
			return status;
	}
	memcpy(single, name, length);
	single[length] = '\0';
	status = read_link(walk, position_handle(walk), single, only_slashes(after), text);
	/* Whether the directory may be searched is for the proper look to say. */
	if (status == -EACCES && walk->view->rights.search != NULL)
		return 0;
	if (status == -EINVAL || status == -ENOENT) {
		hints_note(walk->view->mounts->hints, hint_hash(walk->hash, name, length),
			   HINT_NONE);
		return 0;
	}
	if (status < 0)
		return status;
	walk->checked = walk->length;
	walk->base_checked = true;
	walk->rest = after;
	return walk_follow(walk, text, (size_t)status, "");
}
