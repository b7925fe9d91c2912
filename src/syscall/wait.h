/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * wait4 and waitid of processes that trace members: what the kernel has to tell of their children,
 * and what only ptjail knows of their tracees (tracer/guest_trace.h).
 */
#ifndef PTJAIL_SYSCALL_WAIT_H
#define PTJAIL_SYSCALL_WAIT_H

#include <stdbool.h>

#include "syscall/call.h"

/* For the engine: a tracing process's call that does not stop by the filter and has to. */
bool wait_is_wanted(void *user, const struct tracee *tracee, long sysno);

/* Whether the caller's process traces anybody: then *ret_outcome is that of its wait. */
bool wait_of_tracer(struct call *call, struct outcome *ret_outcome) MUST_CHECK;

/*
 * The kernel's own answer, once all ends have been seen: before the tracer has, a child that ended
 * is none that its parent can wait for, though its pidfd can be read.
 */
struct outcome wait_natively(struct call *call);

#endif
