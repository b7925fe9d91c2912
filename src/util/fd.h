/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Descriptors with an owner. A variable marked CLEANUP_FD is closed when it leaves
 * scope, unless fd_steal() took its value. errno survives the closing.
 */
#ifndef PTJAIL_UTIL_FD_H
#define PTJAIL_UTIL_FD_H

#include <errno.h>
#include <unistd.h>

#define CLEANUP_FD __attribute__((cleanup(fd_cleanup)))

/* Closes *fd when it is >= 0 and makes it -1. */
static inline void fd_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
	errno = saved;
}

static inline void fd_cleanup(int *fd)
{
	fd_close(fd);
}

/* Hands the descriptor to the caller: *fd becomes -1 and is not closed. */
static inline int fd_steal(int *fd)
{
	int stolen = *fd;

	*fd = -1;
	return stolen;
}

#endif
