/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Sending a signal to a member, for calls that name it otherwise than kill does. */
#ifndef PTJAIL_SYSCALL_SIGNALS_H
#define PTJAIL_SYSCALL_SIGNALS_H

#include <sys/types.h>

#include "syscall/call.h"

/* As kill(pid, number), pid > 0; ESRCH for whoever is no member. */
struct outcome signal_process(struct call *call, pid_t pid, int number) MUST_CHECK;

/* As tgkill(tgid, tid, number). */
struct outcome signal_thread(struct call *call, pid_t tgid, pid_t tid, int number) MUST_CHECK;

/* As kill(-pgid, number): members only, one by one. */
struct outcome signal_group(struct call *call, pid_t pgid, int number) MUST_CHECK;

/*
 * Copies the siginfo_t at `address` into the call's slot: *ret_address. -EAGAIN: no slot is
 * free; -EFAULT.
 */
int signal_copy_info(struct call *call, uint64_t address, uint64_t *ret_address) MUST_CHECK;

#endif
