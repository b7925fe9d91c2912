/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * seccomp's strict mode: read, write, exit and sigreturn, and death for anything else. A process
 * with a filter cannot enter the kernel's, so a filter of this one's turns all other calls into
 * a signal, and ptjail that into SIGKILL. KERNEL: kernel/seccomp.c __secure_computing_strict().
 */
#ifndef PTJAIL_SYSCALL_STRICT_H
#define PTJAIL_SYSCALL_STRICT_H

#include "syscall/call.h"

/* The caller enters it: EINVAL if it has a filter, or the kernel's seccomp is not in use. */
struct outcome strict_begin(struct call *call) MUST_CHECK;

/* A signal is about to be delivered to a member in this mode: answers which one shall be. */
int strict_signal(const struct tracee *tracee, int number);

#endif
