/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See starved.h. Must not interrupt a call that is known to sleep: not each is begun again. */
#include "tracer/starved.h"

#include <sys/ptrace.h>

#include "tracer/engine.h"
#include "util/broken.h"
#include "util/proc_thread.h"

void starved_help(const struct tracee *tracee)
{
	const struct tracee *other;

	if (BROKEN_STARVED || proc_thread_state(tracee->tid) != 'R')
		return;
	for (other = tracee->engine->tracees; other != NULL; other = other->hh.next) {
		/* Should that fail it has stopped, or ended: wait will tell. */
		if (other != tracee && other->state == TRACEE_RUNNING && !other->held_stop &&
		    !other->waits_share && proc_thread_state(other->tid) == 'R')
			(void)ptrace(PTRACE_INTERRUPT, other->tid, NULL, NULL);
	}
}
