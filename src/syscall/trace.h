/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --trace: one strace-like line per stopped call, from the same rows as everything else:
 * tid, name, decoded arguments, "-> host path" where one was translated, result.
 */
#ifndef PTJAIL_SYSCALL_TRACE_H
#define PTJAIL_SYSCALL_TRACE_H

#include "syscall/call.h"

/* The memory that the call's arguments lie in may be gone at its end: an exec. */
void trace_entry(struct call *call);

/* The call ended with this result. Called before the call's memory is let go. */
void trace_result(struct call *call, long result);

/* The call was looked at and left to the kernel: its result is not known here. */
void trace_native(struct call *call);

#endif
