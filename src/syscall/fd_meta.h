/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Metadata written through descriptors. A descriptor opened for reading is a right to
 * change mode, owner, times, attributes and flags of its file; in a mount that the guest
 * sees read-only it must not be one. These calls stop only while such a mount exists.
 *
 * What is judged is a duplicate, and the call is made on that: another thread may put
 * something else under the number meanwhile.
 */
#ifndef PTJAIL_SYSCALL_FD_META_H
#define PTJAIL_SYSCALL_FD_META_H

#include <time.h>

#include "syscall/call.h"

/*
 * A descriptor of the tracer's that stands for the tracee's `fd`, closed at the end of
 * the call. Only for /proc/self/fd names (where the host has no pidfd_getfd it is an
 * O_PATH handle). -EBADF also for O_PATH descriptors, -EROFS when it may not be changed;
 * *ret_fd is set then too.
 */
int fd_meta_open(struct call *call, int fd, int *ret_fd) MUST_CHECK;

/* futimens; times NULL: now. */
struct outcome fd_meta_set_times(struct call *call, int fd,
				 const struct timespec times[2]) MUST_CHECK;

#endif
