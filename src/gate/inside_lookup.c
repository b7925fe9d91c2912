/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_lookup.h. What is read here are hints, which any thread of the process may change
 * under our hands: the kernel confines whatever is asked by them.
 */
#include "gate/inside_lookup.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_shown.h"
#include "gate/inside_turns.h"

#define PATH_SIZE 4096U

static bool same_bytes(const char *a, const char *b, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static bool is_mount_name(const struct gate_config *config, const char *name, uint32_t length,
			  uint32_t hash)
{
	if ((config->name_buckets >> (hash & 63) & 1) == 0)
		return false;
	for (uint32_t i = 0; i < config->name_count; i++)
		if (config->names[i].length == length &&
		    same_bytes(config->names[i].name, name, length))
			return true;
	return false;
}

/*
 * The text of a path, looked through once from `at`: false where only the tracer knows what it
 * means. ".." is the kernel's affair: what it leaves is the same as in the jail, if that is no
 * mount's root; from there, and where the lookup began, the kernel refuses it (EXDEV).
 */
static bool is_plain(const struct gate_config *config, const char *path, const char *at)
{
	for (;;) {
		const char *start = at;
		uint32_t hash = 0;
		uint32_t length;

		while (*at != '\0' && *at != '/')
			hash = hash * 31 + (unsigned char)*at++;
		length = (uint32_t)(at - start);
		if (length <= GATE_NAME_MAX && is_mount_name(config, start, length, hash))
			return false;
		if (*at == '\0')
			return at - path < (ptrdiff_t)PATH_SIZE;
		at++;
	}
}

/* A mount that the path leads into by its text: its ancestors cannot be renamed, nor be links. */
static const char *find_window(const struct gate_config *config, const char *path, int *ret_fd)
{
	const struct gate_window *best = NULL;

	for (uint32_t i = 0; i < config->window_count; i++) {
		const struct gate_window *window = &config->windows[i];
		uint32_t length = 0;

		while (length < window->length && path[length] == window->place[length])
			length++;
		if (length == window->length && path[length] == '/' &&
		    (best == NULL || length > best->length))
			best = window;
	}
	if (best == NULL) {
		*ret_fd = config->root_fd;
		return path;
	}
	*ret_fd = best->fd;
	return path + best->length;
}

bool inside_is_protected(int fd)
{
	const struct gate_config *config = inside_config_of();

	return (uint32_t)fd - config->fd_base < config->fd_count;
}

/*
 * A directory of the spool holds stand-ins: names below it are the tracer's. The kernel's own
 * idea of a cwd is not asked: the tracer marks processes that stand in one.
 */
bool inside_is_stand_in(int fd)
{
	const struct gate_config *config = inside_config_of();
	struct inside_object object;

	if (config->proc_entered == 0)
		return false;
	if (fd == AT_FDCWD)
		return (inside_private_page()->flags & GATE_PRIVATE_CWD_ODD) != 0;
	return inside_identify(fd, &object) != 0 || object.dev == config->spool_dev;
}

uint64_t inside_how_at(uint32_t index)
{
	return inside_config_of()->hows + (uint64_t)index * sizeof(struct gate_how);
}

uint64_t inside_how_for(const struct lookup *lookup, uint32_t index)
{
	return inside_how_at(lookup->any_fd ? GATE_HOW_ANY + index : index);
}

bool inside_may_hold(void)
{
	return (inside_private_page()->flags & (GATE_PRIVATE_SHARED | GATE_PRIVATE_TURNS)) !=
	       GATE_PRIVATE_SHARED;
}

static bool begin_hold(struct gate_frame *frame)
{
	struct gate_private *private = inside_private_page();

	if (!inside_is_shared())
		return true;
	if (!inside_may_hold() || !inside_enlist(private->holders, GATE_HOLDERS, frame))
		return false;
	if (inside_is_idle(private->givers, GATE_GIVERS))
		return true;
	inside_strike(private->holders, GATE_HOLDERS, frame);
	return false;
}

void inside_let_go(struct gate_frame *frame)
{
	if (inside_is_shared())
		inside_strike(inside_private_page()->holders, GATE_HOLDERS, frame);
}

int64_t inside_hold_at(struct gate_frame *frame, const struct lookup *lookup, const char *rel,
		       uint64_t how)
{
	int64_t fd;

	if (!begin_hold(frame))
		return GATE_CALL_IT;
	fd = inside_hold(lookup->fd, rel, how);
	if (fd < 0)
		inside_let_go(frame);
	/* Whoever closed a standard one with threads about is about to open another. */
	return fd >= 0 && fd <= 2 && inside_is_shared() ? inside_close_held(frame) : fd;
}

int64_t inside_close_held(struct gate_frame *frame)
{
	inside_drop(frame->fd);
	inside_let_go(frame);
	return GATE_CALL_IT;
}

/* Whether "/" had a symlink of this name when the jail began: a hint where to look. */
static bool is_root_link(const struct gate_config *config, const char *name, uint32_t length)
{
	for (uint32_t i = 0; i < config->link_count; i++)
		if (config->links[i].length == length &&
		    same_bytes(config->links[i].name, name, length))
			return true;
	return false;
}

/* The text of that link, as it is now, at `to`: its length, or 0. */
static uint32_t read_root_link(struct gate_frame *frame, const struct lookup *lookup, char *to)
{
	int64_t length = inside_hold_at(
		frame, lookup, to,
		inside_how_at(GATE_HOW_PATH + (GATE_HOW_CLOEXEC | GATE_HOW_NOFOLLOW)));

	if (length < 0)
		return 0;
	length = inside_call(__NR_readlinkat, (uint64_t)frame->fd, inside_config_of()->empty,
			     (uint64_t)(uintptr_t)to, GATE_NAME_MAX + 1, 0);
	(void)inside_close_held(frame);
	if (length <= 0 || length > GATE_NAME_MAX || to[0] == '/')
		return 0;
	to[length] = '\0';
	return is_plain(inside_config_of(), to, to) ? (uint32_t)length : 0;
}

/*
 * "/lib/x" where /lib is a link to usr/lib: looked up as "usr/lib/x", so that what is missing
 * there is certainly missing. The path is built in the private page: stacks may be small.
 */
static void pass_root_link(struct gate_frame *frame, struct lookup *lookup)
{
	char *path = inside_private_page()->path;
	uint32_t length = 0;
	uint32_t done;

	while (lookup->rel[length] != '\0' && lookup->rel[length] != '/')
		length++;
	if (lookup->rel[length] == '\0' || !is_root_link(inside_config_of(), lookup->rel, length))
		return;
	for (done = 0; done < length; done++)
		path[done] = lookup->rel[done];
	path[length] = '\0';
	done = read_root_link(frame, lookup, path);
	if (done == 0)
		return;
	while (done < GATE_PATH_MAX && lookup->rel[length] != '\0')
		path[done++] = lookup->rel[length++];
	if (done == GATE_PATH_MAX)
		return;
	path[done] = '\0';
	lookup->rel = path;
}

bool inside_begin(struct gate_frame *frame, int dirfd, const char *path, struct lookup *ret)
{
	const struct gate_config *config = inside_config_of();
	const char *rel = path;

	if ((inside_private_page()->flags & GATE_PRIVATE_NO_NAMES) != 0)
		return false;
	ret->absolute = false;
	ret->any_fd = true;
	ret->fd = dirfd;
	if (path[0] == '/') {
		rel = find_window(config, path, &ret->fd);
		ret->any_fd = false;
		ret->absolute = rel == path;
		if (ret->fd < 0)
			return false;
		while (*rel == '/')
			rel++;
	} else if ((config->flags & GATE_MAY_OPEN_AT) == 0 || path[0] == '\0' ||
		   (dirfd < 0 && dirfd != AT_FDCWD) || inside_is_protected(dirfd) ||
		   inside_is_stand_in(dirfd)) {
		return false;
	}
	if (!is_plain(config, path, rel))
		return false;
	ret->rel = rel[0] == '\0' ? "." : rel;
	if (ret->absolute && !inside_is_shared())
		pass_root_link(frame, ret);
	return true;
}

static bool is_text(const char *text, const char *expected)
{
	while (*expected != '\0' && *text == *expected) {
		text++;
		expected++;
	}
	return *text == *expected;
}

bool inside_find_device(const char *path, struct lookup *ret)
{
	const struct gate_config *config = inside_config_of();
	const char *names = (const char *)(uintptr_t)config->device_names;

	if (config->devices == 0 || !same_bytes(path, "/dev/", 5) ||
	    (inside_private_page()->flags & GATE_PRIVATE_NO_NAMES) != 0)
		return false;
	for (uint32_t i = 0; i < GATE_DEVICE_COUNT; i++) {
		const char *name = names + i * GATE_DEVICE_SIZE;

		if ((config->devices >> i & 1) == 0 || !is_text(path + 5, name))
			continue;
		*ret = (struct lookup){ .fd = config->devices_fd, .rel = name };
		return true;
	}
	return false;
}

bool inside_is_final(int64_t error)
{
	return error == -ERROR_NOENT || error == -ERROR_NOTDIR || error == -ERROR_NAMETOOLONG ||
	       (error == -ERROR_ACCES && !inside_is_faked());
}

static bool is_covered(uint64_t dev, uint64_t ino)
{
	const struct gate_config *config = inside_config_of();

	for (uint32_t i = 0; i < config->covered_count; i++)
		if (config->covered[i].ino == ino && config->covered[i].dev == dev)
			return true;
	return false;
}

bool inside_check_followed(struct gate_frame *frame)
{
	struct inside_object object;

	if (inside_identify(frame->fd, &object) == 0 && !is_covered(object.dev, object.ino))
		return true;
	(void)inside_close_held(frame);
	return false;
}

int64_t inside_hold_named(struct gate_frame *frame, const struct lookup *lookup, uint32_t bits)
{
	int64_t fd = inside_hold_at(frame, lookup, lookup->rel,
				    inside_how_for(lookup, GATE_HOW_PATH + bits));

	if (fd >= 0)
		return 0;
	if (inside_is_final(fd))
		return fd;
	if (fd != -ERROR_LOOP || !lookup->absolute ||
	    (inside_config_of()->flags & GATE_MAY_FOLLOW) == 0)
		return GATE_CALL_IT;
	fd = inside_hold_at(frame, lookup, lookup->rel, inside_how_at(GATE_HOW_ROOT_PATH + bits));
	return fd >= 0 && inside_check_followed(frame) ? 0 : GATE_CALL_IT;
}

int64_t inside_hold_what(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int flags)
{
	struct lookup lookup;

	if (path == 0 || !inside_may_hold() ||
	    !inside_begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	return inside_hold_named(
		frame, &lookup,
		GATE_HOW_CLOEXEC | ((flags & AT_SYMLINK_NOFOLLOW) != 0 ? GATE_HOW_NOFOLLOW : 0));
}
