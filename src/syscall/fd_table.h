/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The caller's table of descriptors: whether a number can be trusted to mean the same until the
 * call is made, what it can be used for, and whether there is a number left.
 */
#ifndef PTJAIL_SYSCALL_FD_TABLE_H
#define PTJAIL_SYSCALL_FD_TABLE_H

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

/*
 * True: no new descriptor can be had (RLIMIT_NOFILE). Cheap while there is room.
 * KERNEL: before 6.2 /proc does not tell how many there are, and the answer is false.
 */
bool fd_table_is_full(struct call *call);

#endif
