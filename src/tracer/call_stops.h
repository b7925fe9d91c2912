/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The stops of a system call: PTRACE_EVENT_SECCOMP and the syscall stops (ptrace(2)). Private to
 * src/tracer. Only errors that must end the jail are returned.
 */
#ifndef PTJAIL_TRACER_CALL_STOPS_H
#define PTJAIL_TRACER_CALL_STOPS_H

#include "tracer/engine.h"

/* PTRACE_EVENT_SECCOMP: the filter said: trace. */
int stop_by_filter(struct tracee *tracee) MUST_CHECK;

/* Entry or exit, whichever it is: a syscall stop alone does not say. */
int stop_at_syscall(struct tracee *tracee) MUST_CHECK;

/* Asks the enter hook about the call that the tracee is stopped at, and resumes it. */
int stop_judge(struct tracee *tracee) MUST_CHECK;

/*
 * A member that a member traces goes on from where it was held; `at_entry`: before its call was
 * looked at, which it is now.
 */
int stop_go_on(struct tracee *tracee, bool at_entry) MUST_CHECK;

#endif
