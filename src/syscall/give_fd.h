/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Hands a descriptor of the tracer's to the tracee, for what the tracee may not open itself
 * (its Landlock domain knows no message queues). It comes over a socket pair that exists for
 * that moment only; a sibling that meddles with it hurts its own process.
 */
#ifndef PTJAIL_SYSCALL_GIVE_FD_H
#define PTJAIL_SYSCALL_GIVE_FD_H

#include "syscall/call.h"

/*
 * *ret_fd: the number in the tracee, close-on-exec and the lowest that is free, or -errno.
 * -ENOSYS: no pidfd_getfd (KERNEL: 5.6).
 */
int give_fd(struct call *call, int fd, long *ret_fd) MUST_CHECK;

/* The same as the answer to an open with these flags (O_CLOEXEC counts). */
struct outcome give_opened(struct call *call, int fd, uint64_t flags) MUST_CHECK;

#endif
