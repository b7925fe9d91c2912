/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * How a tracee that is stopped goes on. Private to src/tracer. Each function returns 0 or -errno
 * that must end the jail; that the tracee died under our hands (ESRCH) is no error: its end will
 * be reported by wait, nothing else is to be done.
 */
#ifndef PTJAIL_TRACER_RESUME_H
#define PTJAIL_TRACER_RESUME_H

#include "tracer/engine.h"

/* -ESRCH is not an error of the jail's. */
int resume_unless_gone(int status) MUST_CHECK;

/* With the registers that it has. `to_exit`: it stops again when its call has been made. */
int resume_tracee(struct tracee *tracee, bool to_exit) MUST_CHECK;

/* With tracee->regs. */
int resume_stored(struct tracee *tracee, bool to_exit) MUST_CHECK;

/* After remote calls: the guest's own signal mask. -errno, ESRCH too. */
int resume_end_remote(struct tracee *tracee) MUST_CHECK;

/* It never goes on: SIGKILL to its process. 0. */
int resume_killed(struct tracee *tracee);

#endif
