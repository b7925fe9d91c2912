/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What most lookups are: one plain name in a directory that the caller holds, or a
 * descriptor itself. Such an object can be looked at in one call and without a handle,
 * since a single name that is not followed cannot lead out of its directory. Everything
 * else, and every doubt, goes the long way (path/resolve.h).
 */
#ifndef PTJAIL_SYSCALL_QUICK_H
#define PTJAIL_SYSCALL_QUICK_H

#include <stdbool.h>
#include <sys/types.h>

#include "syscall/call.h"

struct quick {
	int dirfd;      /* of the tracer's, or AT_FDCWD with an absolute path */
	char path[300]; /* the name, or /proc/TID/fd/N, or /proc/TID/fd/N/NAME */
	int flags;      /* AT_SYMLINK_NOFOLLOW for a name */
	bool follow;    /* the guest asked to follow a symlink */
	bool cwd;       /* the name lies in the caller's cwd */
};

/*
 * Whether `path` (the judged copy) is such a case; at_flags as in fstatat(2). Then an
 * fstatat(quick->dirfd, quick->path, ..., quick->flags) of the tracer's looks at it.
 */
bool quick_find(struct call *call, int dirfd, const char *path, int at_flags,
		struct quick *ret_quick);

/* That it is what quick_find() found, whatever is to be thought of the answer. */
static inline bool quick_is_descriptor(const struct quick *quick)
{
	return quick->flags == 0;
}

/* Whether the answer can be given to the guest: an error, or an object of this kind. */
bool quick_final_error(struct call *call, const struct quick *quick, int error);
bool quick_final(struct call *call, const struct quick *quick, mode_t mode, dev_t dev);

#endif
