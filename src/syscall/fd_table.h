/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The caller's table of descriptors: whether a number can be trusted to mean the same until the
 * call is made, what it can be used for, and whether there is a number left.
 */
#ifndef PTJAIL_SYSCALL_FD_TABLE_H
#define PTJAIL_SYSCALL_FD_TABLE_H

#include <sys/resource.h>

#include "syscall/call.h"

/*
 * True: only the calling thread can change its table of descriptors, and it is stopped, so
 * that what was looked at is what a native call will use. False: a thread or a process
 * (CLONE_FILES) may put something else under the number.
 */
static inline bool fd_table_is_private(const struct call *call)
{
	return call->member->process->users == 1 && !call->jail->files_shared;
}

/* Whether `fd` is a descriptor that does more than name something: none of O_PATH. */
bool fd_table_works(const struct call *call, int fd);

/* Whether `fd` is of the object of ptjail's own `handle`. */
bool fd_table_holds(const struct call *call, long fd, int handle);

/* A duplicate of the caller's `fd` in its table (remote call): *ret_fd, or -errno there. */
int fd_table_duplicate(struct call *call, int fd, long *ret_fd) MUST_CHECK;

/*
 * True: no new descriptor can be had (RLIMIT_NOFILE). Cheap while there is room.
 * KERNEL: before 6.2 /proc does not tell how many there are, and the answer is false.
 */
bool fd_table_is_full(struct call *call);

/* True: nor will any be free when an exec has closed what it closes, whatever the soft limit. */
bool fd_table_stays_full(const struct call *call);

/*
 * Raises the caller's soft limit to the hard one, or to `least` where that is less, until
 * fd_table_narrow(): for what a native call needs no descriptor for. False: there is no more room.
 */
struct fd_table_limits {
	struct rlimit old, raised;
};
bool fd_table_widen(const struct call *call, rlim_t least,
		    struct fd_table_limits *ret_limits) MUST_CHECK;
/* What a sibling set meanwhile stays. */
void fd_table_narrow(const struct call *call, const struct fd_table_limits *limits);

#endif
