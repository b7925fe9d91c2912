/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Wakes the loop out of its wait from time to time. The timer's signal is blocked but in
 * that wait, so it interrupts no other call of the tracer's; it comes again and again, so
 * one that arrives just before the wait costs one interval.
 */
#ifndef PTJAIL_TRACER_TICKER_H
#define PTJAIL_TRACER_TICKER_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "util/compiler.h"

#define NANOSECONDS 1000000000ULL /* in a second */

struct ticker {
	timer_t tick;
	timer_t wake;
	bool ticking, waking;
};

/* Of the clock that the timers run on. */
uint64_t ticker_now(void);

/* Call it after the last fork: children would inherit the blocked signal. */
int ticker_start(struct ticker *ticker) MUST_CHECK;

/* The next tick comes in `delay` nanoseconds, and more follow at each `interval`. */
int ticker_set(struct ticker *ticker, uint64_t delay, uint64_t interval) MUST_CHECK;

/* In `delay` nanoseconds this process goes on even if it was stopped, as by SIGSTOP. */
int ticker_continue_in(struct ticker *ticker, uint64_t delay) MUST_CHECK;

void ticker_stop(struct ticker *ticker);

/* The signal may come: around a wait, and only there. */
void ticker_listen(const struct ticker *ticker, bool on);

/* Whether a tick came since this was last asked. */
bool ticker_has_ticked(void);

#endif
