/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who gets the signals of a descriptor (F_SETOWN, FIOSETOWN, O_ASYNC). */
#ifndef PTJAIL_SYSCALL_FD_OWNER_H
#define PTJAIL_SYSCALL_FD_OWNER_H

#include <fcntl.h>

#include "syscall/call.h"

#ifndef F_GETOWNER_UIDS /* not in C libraries' headers */
#define F_GETOWNER_UIDS 17
#endif

/* 0 when `id` may be an owner of `type` (F_OWNER_*); -ESRCH: no member, -EINVAL. */
int fd_owner_judge(struct call *call, int type, pid_t id) MUST_CHECK;

/* The same for F_SETOWN's number: below 0 a group. */
int fd_owner_judge_number(struct call *call, int number) MUST_CHECK;

/*
 * Makes sure that O_ASYNC on the descriptor reaches members only. *ret_copy: -1, the guest's
 * own call may set the flag; else a duplicate of the tracer's, which the call closes, to set
 * it on: other threads could exchange the guest's (si_fd will not be right then; -EINVAL for a
 * pipe). 1: it may be a terminal, and the guest's own call is to be over before anybody else is
 * heard; 0: it need not.
 */
int fd_owner_prepare_async(struct call *call, int fd, int *ret_copy) MUST_CHECK;

#endif
