/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Which stops of a member that a member traces are held (guest_trace.h), kind by kind. All of
 * these are called at a stop of a traced thread; *held: it is, and must not be resumed; else it
 * goes on as any other. Errors: -ESRCH, it is gone. Private to src/tracer.
 */
#ifndef PTJAIL_TRACER_GUEST_STOPS_H
#define PTJAIL_TRACER_GUEST_STOPS_H

#include <stdbool.h>

#include "tracer/engine.h"
#include "util/compiler.h"

/* Whether the thread may still be in the loader of its last exec. When in doubt, yes. */
bool guest_stops_in_loader(const struct tracee *tracee, const struct regs *regs);

/* Any thread at a syscall stop: is it the entry? */
bool guest_stops_at_entry(const struct tracee *tracee);

/* At the entry stop of a call, before anything is decided; at the exit stop of one that ran. */
int guest_stops_entry(struct tracee *tracee, bool *held) MUST_CHECK;
int guest_stops_exit(struct tracee *tracee, bool *held) MUST_CHECK;

/* A rewritten call is over, and its registers are put back: it is held. */
void guest_stops_call_done(struct tracee *tracee);

/* At a signal-delivery stop: true: not now, the thread goes on (if *status is 0). */
bool guest_stops_hold_back(struct tracee *tracee, int signal_number, int *status);

/* PTRACE_EVENT_STOP: a group stop, an interruption by whomever, the first stop. */
int guest_stops_event_stop(struct tracee *tracee, int signal_number, bool group,
			   bool *held) MUST_CHECK;

/* All other events but exec. */
int guest_stops_event(struct tracee *tracee, int event, bool *held) MUST_CHECK;

#endif
