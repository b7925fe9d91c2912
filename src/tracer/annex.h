/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Threads that a signal finds in in-process code (gate/inside.h). Its handler, and whoever it
 * jumps to, shall find what it would natively: the guest's registers, the call over or not
 * begun, and no descriptor that the guest did not ask for. Private to src/tracer.
 */
#ifndef PTJAIL_TRACER_ANNEX_H
#define PTJAIL_TRACER_ANNEX_H

#include <stdbool.h>

#include "tracer/engine.h"
#include "util/compiler.h"

/*
 * At a signal-delivery stop, before the signal is delivered. *ret_consumed: it was a fault of
 * in-process code at an address of the guest's, which the call itself will be told of (EFAULT).
 * -ESRCH: the thread is gone.
 */
int annex_leave(struct tracee *tracee, int signal_number, bool *ret_consumed) MUST_CHECK;

#endif
