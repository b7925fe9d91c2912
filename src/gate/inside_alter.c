/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: calls that change the mode, owner, times or attributes of what a name leads
 * to. It is held as a handle that the kernel found inside the jail, and the change made by the
 * gate's own string, so that no name is looked up twice. To change attributes needs a real
 * descriptor: only of directories, to open which does nothing else; to close it takes POSIX locks
 * of the process's on the directory away, which can be for reading only and keep nobody out.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"
#include "gate/inside_turns.h"

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif

static bool may_alter(void)
{
	return (inside_config_of()->flags & GATE_MAY_ALTER) != 0;
}

/*
 * Once: when a handler has returned, the name may lead to another file. Errors are the tracer's.
 */
static int64_t alter(struct gate_frame *frame, uint64_t number, uint64_t first, uint64_t second,
		     uint64_t third)
{
	int64_t result = GATE_CALL_IT;

	/* As number 0 it could not be told from success (gate_frame.done). */
	if (frame->fd != 0)
		result = inside_once(number, (uint64_t)frame->fd, inside_config_of()->itself, first,
				     second, third);
	(void)inside_close_held(frame);
	return result == 0 ? 0 : GATE_CALL_IT;
}

static bool hold(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int flags)
{
	return may_alter() && (flags & ~(unsigned int)AT_SYMLINK_NOFOLLOW) == 0 &&
	       inside_hold_what(frame, dirfd, path, flags) == 0;
}

/*
 * N of "/proc/self/fd/N", or -1: how C libraries change the mode of what they hold as a handle.
 * Of a thread it would be its process's.
 */
static int own_descriptor(uint64_t path)
{
	static const char start[] = "/proc/self/fd/";
	const char *at = (const char *)(uintptr_t)path;
	int fd = 0;

	if (path == 0 || (inside_config_of()->flags & GATE_HAS_PROC) == 0 || inside_is_shared() ||
	    (inside_private_page()->flags & GATE_PRIVATE_NO_NAMES) != 0)
		return -1;
	for (uint32_t i = 0; start[i] != '\0'; i++)
		if (at[i] != start[i])
			return -1;
	at += sizeof(start) - 1;
	if (*at == '\0' || (*at == '0' && at[1] != '\0'))
		return -1;
	for (; *at >= '0' && *at <= '9' && fd < 100000; at++)
		fd = fd * 10 + (*at - '0');
	return *at == '\0' && !inside_is_protected(fd) && !inside_is_stand_in(fd) ? fd : -1;
}

static int64_t alter_mode_of(int fd, uint64_t mode)
{
	return inside_once(__NR_fchmodat2, (uint64_t)fd, inside_config_of()->itself, mode,
			   AT_EMPTY_PATH, 0) == 0
		       ? 0
		       : GATE_CALL_IT;
}

int64_t inside_serve_alter_mode(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t mode,
				unsigned int flags)
{
	int own = may_alter() ? own_descriptor(path) : -1;

	if ((inside_config_of()->flags & GATE_KNOWS_FCHMODAT2) == 0)
		return GATE_CALL_IT;
	if (own >= 0)
		return alter_mode_of(own, mode);
	return hold(frame, dirfd, path, flags)
		       ? alter(frame, __NR_fchmodat2, mode, AT_EMPTY_PATH, 0)
		       : GATE_CALL_IT;
}

int64_t inside_serve_alter_owner(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t uid,
				 uint64_t gid, unsigned int flags)
{
	return hold(frame, dirfd, path, flags)
		       ? alter(frame, __NR_fchownat, uid, gid, AT_EMPTY_PATH)
		       : GATE_CALL_IT;
}

int64_t inside_serve_alter_times(struct gate_frame *frame)
{
	uint64_t *args = frame->args;

	return hold(frame, (int)args[0], args[1], (unsigned int)args[3])
		       ? alter(frame, __NR_utimensat, args[2], AT_EMPTY_PATH, 0)
		       : GATE_CALL_IT;
}

static int64_t hold_directory(struct gate_frame *frame)
{
	uint64_t path = frame->args[0];
	struct lookup lookup;

	if (path == 0 || !may_alter() || !inside_may_hold() ||
	    (inside_config_of()->flags & GATE_UNWATCHED) == 0 ||
	    !inside_begin(frame, AT_FDCWD, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	return inside_hold_at(
		frame, &lookup, lookup.rel,
		inside_how_for(&lookup, GATE_HOW_READ + (GATE_HOW_CLOEXEC | GATE_HOW_DIRECTORY)));
}

int64_t inside_serve_alter_attributes(struct gate_frame *frame, uint64_t number)
{
	uint64_t *args = frame->args;
	int64_t result = GATE_CALL_IT;

	if (hold_directory(frame) < 0)
		return GATE_CALL_IT;
	/* As number 0 it could not be told from success (gate_frame.done). */
	if (frame->fd != 0)
		result = inside_once(number, (uint64_t)frame->fd, args[1], args[2], args[3],
				     args[4]);
	(void)inside_close_held(frame);
	return result != -ERROR_BADF ? result : GATE_CALL_IT;
}
