/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See drain.h. Must never take a thread for out of a call because it could not be looked at. */
#include "tracer/drain.h"

#include <sys/ptrace.h>

#include "util/broken.h"
#include "util/proc_thread.h"

/* It was off the processor all the while it was looked at. */
static bool sleeps_elsewhere(const struct engine *engine, pid_t tid)
{
	long number = proc_thread_call(tid);

	if (number == PROC_THREAD_AWAKE)
		return false;
	for (size_t i = 0; i < engine->drain_count; i++) {
		/*
		 * KERNEL: fifo_open() waits for who splices from the pipe, as long as he likes and
		 * whatever comes: a pipe was found then, and nothing else will be opened.
		 */
		if (engine->drain_numbers[i] == number)
			return !BROKEN_ASIDE && proc_thread_sleeps_in(tid, "fifo_open");
	}
	return true;
}

void drain_begin(struct engine *engine, const struct tracee *except, const long *numbers,
		 size_t count)
{
	struct tracee *tracee;

	engine->drain_numbers = numbers;
	engine->drain_count = count;
	engine->drains = true;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee == except || tracee->state != TRACEE_RUNNING || tracee->held_stop ||
		    tracee->waits_share || sleeps_elsewhere(engine, tracee->tid))
			continue;
		tracee->drains = true;
		/* Should that fail it has stopped, or ended: wait will tell. */
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	}
}

bool drain_is_over(struct engine *engine)
{
	struct tracee *tracee;

	if (!engine->drains || BROKEN_PEERS)
		return true;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->drains && !sleeps_elsewhere(engine, tracee->tid))
			return false;
		tracee->drains = false;
	}
	engine->drains = false;
	return true;
}

void drain_stopped(struct tracee *tracee)
{
	tracee->drains = false;
}
