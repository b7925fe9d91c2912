/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What each kind of ptrace stop means and how the tracee goes on (ptrace(2), "Stopped
 * states"). Private to src/tracer: the loop in engine.c calls these.
 */
#ifndef PTJAIL_TRACER_STOPS_H
#define PTJAIL_TRACER_STOPS_H

#include <sys/types.h>

#include "tracer/engine.h"

/* Handles one wait status. Only errors that must end the jail are returned (I4). */
int stop_handle(struct engine *engine, pid_t tid, int wait_status) MUST_CHECK;

/* The group stop at which it was held lasts. */
int stop_listen(struct tracee *tracee) MUST_CHECK;

/*
 * Kills new threads whose parent died before it could tell of them: nobody can say what
 * they share, so nobody may let them run.
 */
void stops_kill_unclaimed(struct engine *engine);

/* Stops the tracer with the terminal's job when the main program was stopped (Ctrl-Z). */
void stops_follow_job_control(struct engine *engine);

/* The table of tracees (engine.c). */
int engine_add(struct engine *engine, pid_t tid, struct tracee **ret_tracee) MUST_CHECK;
void engine_remove(struct engine *engine, struct tracee *tracee);
/* The call at whose entry it stands is judged again after other stops, in its turn. */
void engine_retry_later(struct tracee *tracee);
void engine_rekey(struct engine *engine, struct tracee *tracee, pid_t tid);

#endif
