/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Whose turn it is, where the tracer's time is scarce: some calls take it a thousand times as long
 * as others (a listing of /proc with many members, a signal to all of them, a chain of links), and
 * whoever makes one after the other would leave nobody else any time. So a thread that made a
 * costly call makes its next calls only after the tracer has been there for all others for as long
 * as that call took; or as soon as nobody else comes. What a thread makes inherits that.
 *
 * Only entries of calls wait, so that nothing is half done meanwhile.
 */
#ifndef PTJAIL_TRACER_SHARES_H
#define PTJAIL_TRACER_SHARES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/compiler.h"

struct engine;
struct tracee;

struct shares {
	uint64_t costly_until; /* nanoseconds: nobody is costly from then on */
	uint64_t cost;         /* so far, of whoever made the last costly call */
	uint64_t free_at;      /* until then the tracer is there for all others */
	uint64_t others_at;    /* when it last was */
	struct tracee *waiting, **end;
};

/* True: this stop waits for its turn, and comes back by shares_next(). */
bool shares_defer(struct engine *engine, pid_t tid, int wait_status);

/* stop_handle(), and how long it takes is put down to the thread. */
int shares_handle(struct engine *engine, pid_t tid, int wait_status) MUST_CHECK;

/* After all others: handles one of those that wait, if it is its turn. */
int shares_next(struct engine *engine) MUST_CHECK;

#define SHARES_NOBODY UINT64_MAX
/* Nanoseconds until it may be somebody's turn; SHARES_NOBODY: nobody waits. */
uint64_t shares_delay(const struct engine *engine);

void shares_on_birth(struct tracee *child, const struct tracee *parent);
/* It ended, or stopped anew: the stop that waited is over. */
void shares_forget(struct tracee *tracee);

#endif
