/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Which process a descriptor of the caller's is. */
#ifndef PTJAIL_SYSCALL_PIDFD_H
#define PTJAIL_SYSCALL_PIDFD_H

#include "syscall/call.h"

/*
 * *ret_pid: -1 if it is gone. Read once: what the descriptor means may change, the number is what
 * has to be judged and used. -EBADF: no pidfd.
 */
int pidfd_read(struct call *call, int fd, pid_t *ret_pid) MUST_CHECK;

/* ioctl PIDFD_GET_INFO, whatever its size. */
struct outcome pidfd_tell(struct call *call);

#endif
