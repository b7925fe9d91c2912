/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Threads that were let go with a slot; some are not expected at an exit stop: a rewritten
 * open that returns through the gate's tail (gate_code.S), a loader with its plan.
 * tracee_call_with_tail() of engine.h is implemented here. Private to src/tracer.
 */
#ifndef PTJAIL_TRACER_TAIL_H
#define PTJAIL_TRACER_TAIL_H

#include <stdbool.h>

#include "tracer/engine.h"
#include "util/compiler.h"

/*
 * At a signal or group stop: if the thread has not left the tail yet, its registers become
 * what the tail would have made of them. -ESRCH: it is gone.
 */
int tail_leave(struct tracee *tracee) MUST_CHECK;

/* Whether this entry stop is the judged open of the slot, made again by a restart. */
bool tail_is_restarted_open(const struct tracee *tracee);

/* The thread is let go with its slot, from now on. */
void slot_lend(struct tracee *tracee);

/* Calls wait: where no slot is free, threads stop that had theirs for long; they lose it then. */
void slots_reclaim(struct engine *engine);

/* At a stop outside of any call: takes back what was lent long enough ago. */
void slot_release_old(struct tracee *tracee);

/*
 * The thread stays stopped for as long as members like, with the guest's registers (tail_leave).
 * False: it has still to read what lies there, and must go on until it has.
 */
bool slot_release_stopped(struct tracee *tracee);

#endif
