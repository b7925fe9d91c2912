/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: what a faked root does to files that the host does just as well, so that
 * the database need not hear of it: makes them, sets their times, and gives them the owner that
 * they have, or a mode that the host may keep. Whoever marks such a call by himself fakes owners
 * wrongly, and nothing else: the filter lets pass what any user may do to his own files.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"
#include "gate/inside_turns.h"

#define MODE_TYPE    0170000U
#define MODE_FOLDER  0040000U
#define MODE_ALL     07777U
#define MODE_SET_ID  06000U
#define MODE_SET_GID 02000U
#define MODE_PLAIN   0777U

bool inside_may_change(int fd)
{
	return (inside_config_of()->flags & GATE_MAY_CHANGE) != 0 && fd >= 0 &&
	       (inside_private_page()->flags & GATE_PRIVATE_NOT_ROOT) == 0 &&
	       !inside_is_protected(fd);
}

uint64_t inside_marked(int fd)
{
	return (uint32_t)fd | (uint64_t)GATE_FD_MARK << 32;
}

int64_t inside_serve_times(const struct gate_frame *frame)
{
	struct inside_whole file;
	int fd = (int)frame->args[0];

	if (frame->args[1] != 0 || !inside_may_change(fd) || inside_look(fd, &file) != 0 ||
	    !file.is_users)
		return GATE_CALL_IT;
	return inside_once(__NR_utimensat, inside_marked(fd), 0, frame->args[2], frame->args[3], 0);
}

/* All that is left of a change of nothing is that the time of change moves. */
int64_t inside_serve_chown(const struct gate_frame *frame)
{
	uint32_t uid = (uint32_t)frame->args[1], gid = (uint32_t)frame->args[2];
	struct inside_whole file;
	int fd = (int)frame->args[0];

	if (!inside_may_change(fd) || inside_look(fd, &file) != 0 || !file.is_users ||
	    (file.known & GATE_OWNER_ATTRIBUTES) != 0 || (file.mode & MODE_SET_ID) != 0 ||
	    (uid != UINT32_MAX && uid != file.uid) || (gid != UINT32_MAX && gid != file.gid))
		return GATE_CALL_IT;
	return inside_once(__NR_fchown, inside_marked(fd), UINT32_MAX, UINT32_MAX, 0, 0);
}

/* On the host the user keeps all rights to his files (syscall/faked.h). */
int64_t inside_change_mode(int fd, uint32_t mode)
{
	struct inside_whole file;
	uint32_t needed;

	if ((mode & ~MODE_PLAIN) != 0 || !inside_may_change(fd) || inside_look(fd, &file) != 0 ||
	    !file.is_users || (file.known & (GATE_OWNER_MODE | GATE_OWNER_ATTRIBUTES)) != 0)
		return GATE_CALL_IT;
	needed = (file.mode & MODE_TYPE) == MODE_FOLDER ? 0700 : 0600;
	if ((mode & needed) != needed)
		return GATE_CALL_IT;
	return inside_once(__NR_fchmod, inside_marked(fd), mode, 0, 0, 0);
}

int64_t inside_serve_chmod(const struct gate_frame *frame)
{
	return inside_change_mode((int)frame->args[0], (uint32_t)frame->args[1] & MODE_ALL);
}

/* Where the last component begins; NULL: the directory is the lookup's start. */
static const char *find_last(const char *rel)
{
	const char *last = NULL;

	for (; *rel != '\0'; rel++)
		if (*rel == '/')
			last = rel;
	return last;
}

/* Holds the directory of a path whose last slash is at `slash`; the page is ours alone. */
static int64_t hold_directory(struct gate_frame *frame, const struct lookup *lookup,
			      const char *slash, uint64_t how)
{
	char *path = inside_private_page()->path;
	ptrdiff_t length = slash - lookup->rel;
	int64_t fd;

	if (lookup->rel != path)
		for (ptrdiff_t i = 0; i < length; i++)
			path[i] = lookup->rel[i];
	path[length] = '\0';
	fd = inside_hold_at(frame, lookup, path, how);
	if (lookup->rel == path)
		path[length] = '/';
	return fd;
}

/* The directory that a new name is for can be looked at. */
static bool has_directory(const struct lookup *lookup, const char *slash)
{
	return inside_may_hold() &&
	       (slash == NULL || (!inside_is_shared() && slash != lookup->rel &&
				  slash - lookup->rel < GATE_PATH_MAX));
}

static int64_t look_at_directory(struct gate_frame *frame, const struct lookup *lookup,
				 const char *slash, struct inside_whole *ret)
{
	uint64_t how = inside_how_for(lookup,
				      GATE_HOW_PATH + (GATE_HOW_CLOEXEC | GATE_HOW_DIRECTORY));
	int64_t status;

	if (slash == NULL && lookup->any_fd && lookup->fd >= 0)
		return inside_look(lookup->fd, ret);
	status = slash == NULL ? inside_hold_at(frame, lookup, ".", how)
			       : hold_directory(frame, lookup, slash, how);
	if (status < 0)
		return status;
	status = inside_look(frame->fd, ret);
	(void)inside_close_held(frame);
	return status;
}

static bool is_plain_directory(struct gate_frame *frame, const struct lookup *lookup,
			       const char *slash)
{
	struct inside_whole directory;

	return look_at_directory(frame, lookup, slash, &directory) == 0 &&
	       (directory.mode & MODE_SET_GID) == 0 &&
	       (directory.known & GATE_OWNER_ATTRIBUTES) == 0;
}

/*
 * The host's own directory gave it a group: it is the user's all the same, if the directory is;
 * else the tracer hears of it.
 */
static void tell_group(struct gate_frame *frame, const struct lookup *lookup, const char *slash,
		       int fd)
{
	struct inside_whole directory;

	if (inside_is_in_own_group(fd) ||
	    look_at_directory(frame, lookup, slash, &directory) != 0 || directory.is_users)
		return;
	(void)inside_call(__NR_fchown, (uint64_t)(int64_t)fd, UINT32_MAX, directory.gid, 0, 0);
}

int64_t inside_create(struct gate_frame *frame, const struct lookup *lookup, uint64_t how)
{
	unsigned int needed = GATE_MAY_CREATE | (lookup->any_fd ? GATE_MAY_CREATE_AT : 0);
	const char *slash = find_last(lookup->rel);
	int64_t fd;

	if ((inside_config_of()->flags & needed) != needed || !inside_knows_new_files() ||
	    !has_directory(lookup, slash) ||
	    (inside_gives_to_new_files() && !is_plain_directory(frame, lookup, slash)))
		return GATE_CALL_IT;
	fd = inside_make(lookup->fd, lookup->rel, how);
	if (fd >= 0)
		tell_group(frame, lookup, slash, (int)fd);
	return fd;
}
