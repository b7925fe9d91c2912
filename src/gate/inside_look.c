/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: calls that look at files: the stat family, access, readlink, getdents64.
 * None of them leaves a descriptor behind.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stdbool.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"

#define OK_BITS    7U /* R_OK|W_OK|X_OK */
#define LINK_FLAGS ((unsigned int)(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))

static int64_t stat_held(struct gate_frame *frame, uint64_t buffer)
{
	int64_t result = inside_stat(frame->fd, buffer);

	(void)inside_close_held(frame);
	return result;
}

int64_t inside_serve_stat(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			  unsigned int flags)
{
	const struct gate_config *config = inside_config_of();
	int64_t status;

	if ((config->flags & GATE_MAY_STAT) == 0 ||
	    (flags & ~(LINK_FLAGS | (unsigned int)AT_EMPTY_PATH)) != 0)
		return GATE_CALL_IT;
	if (path != 0 && *(const char *)(uintptr_t)path == '\0') {
		if ((flags & AT_EMPTY_PATH) == 0 || dirfd < 0 || inside_is_protected(dirfd))
			return GATE_CALL_IT;
		return inside_stat(dirfd, buffer);
	}
	status = inside_hold_what(frame, dirfd, path, flags);
	return status != 0 ? status : stat_held(frame, buffer);
}

int64_t inside_serve_statx(struct gate_frame *frame)
{
	const struct gate_config *config = inside_config_of();
	const char *path = (const char *)(uintptr_t)frame->args[1];
	unsigned int flags = (unsigned int)frame->args[2];
	int fd = (int)frame->args[0];
	int64_t status;

	if ((config->flags & GATE_MAY_STAT) == 0 || path == NULL ||
	    (flags & ~(LINK_FLAGS | (unsigned int)AT_EMPTY_PATH)) != 0)
		return GATE_CALL_IT;
	if (path[0] == '\0') {
		if ((flags & AT_EMPTY_PATH) == 0 || fd < 0 || inside_is_protected(fd))
			return GATE_CALL_IT;
		return inside_statx(fd, (unsigned int)frame->args[3], frame->args[4]);
	}
	status = inside_hold_what(frame, fd, frame->args[1], flags);
	if (status != 0)
		return status;
	status = inside_statx(frame->fd, (unsigned int)frame->args[3], frame->args[4]);
	(void)inside_close_held(frame);
	return status;
}

int64_t inside_serve_access(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int mode,
			    unsigned int flags)
{
	const struct gate_config *config = inside_config_of();
	int64_t status;

	if ((mode & ~OK_BITS) != 0 || (flags & ~(unsigned int)AT_SYMLINK_NOFOLLOW) != 0)
		return GATE_CALL_IT;
	status = inside_hold_what(frame, dirfd, path, flags);
	if (status != 0)
		return status;
	if (mode != 0 && (config->flags & GATE_MAY_ACCESS) == 0)
		return inside_close_held(frame);
	if (mode != 0 && inside_is_faked())
		status = inside_may(frame->fd, mode);
	else if (mode != 0)
		status = inside_call(__NR_faccessat2, (uint64_t)frame->fd, config->empty, mode,
				     AT_EMPTY_PATH, 0);
	(void)inside_close_held(frame);
	return status == 0 || status == -ERROR_ACCES ? status : GATE_CALL_IT;
}

/* KERNEL: do_readlinkat(): what is no link is ENOENT by the empty path, EINVAL by a name. */
int64_t inside_serve_readlink(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			      uint64_t size)
{
	int64_t status;

	if ((int)size <= 0)
		return GATE_CALL_IT;
	status = inside_hold_what(frame, dirfd, path, AT_SYMLINK_NOFOLLOW);
	if (status != 0)
		return status;
	status = inside_call(__NR_readlinkat, (uint64_t)frame->fd, inside_config_of()->empty,
			     buffer, size, 0);
	(void)inside_close_held(frame);
	return status == -ERROR_NOENT ? -ERROR_INVAL : status;
}

int64_t inside_serve_fstat(int fd, uint64_t buffer)
{
	if ((inside_config_of()->flags & GATE_MAY_STAT) == 0 || inside_is_protected(fd))
		return GATE_CALL_IT;
	return inside_stat(fd, buffer);
}

int64_t inside_serve_list(const struct gate_frame *frame)
{
	uint64_t marked = (uint32_t)frame->args[0] | (uint64_t)GATE_FD_MARK << 32;

	if ((inside_config_of()->flags & GATE_MAY_LIST) == 0 || inside_has_devices() ||
	    inside_is_protected((int)frame->args[0]))
		return GATE_CALL_IT;
	return inside_once(__NR_getdents64, marked, frame->args[1], frame->args[2], 0, 0);
}
