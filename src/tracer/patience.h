/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Ends waits for one thread, while all others wait for the tracer: a signal comes every so many
 * nanoseconds that such a wait lasts. Blocked but in the wait (as in ticker.h).
 */
#ifndef PTJAIL_TRACER_PATIENCE_H
#define PTJAIL_TRACER_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "util/compiler.h"

#define PATIENCE_EVERY 10000000ULL /* 10 ms */

struct patience {
	timer_t timer;
	bool made;
	uint64_t since; /* nanoseconds: the wait's begin, or the last time it ran out */
};

/* Call it after the last fork: children would inherit the blocked signal. */
int patience_new(struct patience *patience) MUST_CHECK;
void patience_free(struct patience *patience);

/* Around the wait. Its call answers EINTR when patience ran out, or a little before. */
void patience_begin(struct patience *patience, uint64_t every);
void patience_end(struct patience *patience);

/* After EINTR: has it run out, since the begin or the last time? */
bool patience_ran_out(struct patience *patience);

#endif
