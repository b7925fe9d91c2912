/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Waiting until no thread is in a call any more that it may have begun before some moment: what
 * the kernel read of such a call's arguments may be out of date since.
 *
 * Every thread that runs at that moment is waited for until it has stopped, ended, or is seen
 * asleep in a call of another kind; those that run, or sleep in such a call, are interrupted,
 * so that each comes to a stop as soon as the kernel lets it. Threads that begin later are none
 * of it. So it ends, unless the kernel itself holds a thread up in such a call, but in the open of
 * a pipe, which nobody waits for.
 */
#ifndef PTJAIL_TRACER_DRAIN_H
#define PTJAIL_TRACER_DRAIN_H

#include <stddef.h>

#include "tracer/engine.h"

/* The moment is now; `numbers` are the calls' (borrowed). `except` is stopped already. */
void drain_begin(struct engine *engine, const struct tracee *except, const long *numbers,
		 size_t count);

/* Between stops; false: ask again later. */
bool drain_is_over(struct engine *engine);

/* It has stopped: whatever it was in is over, or will be looked at again. */
void drain_stopped(struct tracee *tracee);

#endif
