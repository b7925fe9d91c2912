/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A thread that the tracer waits for, and that gets no processor: of low priority (nice(2),
 * SCHED_IDLE), among members that keep all processors busy. Everybody waits for the tracer then, so
 * that these may wait at a stop as well.
 */
#ifndef PTJAIL_TRACER_STARVED_H
#define PTJAIL_TRACER_STARVED_H

#include "tracer/tracee.h"

/*
 * If the thread could run, whoever else runs is stopped (PTRACE_INTERRUPT); the loop comes to these
 * stops when the call is over. Sleeping calls are not interrupted, but who begins to sleep at that
 * moment may see it end, as by a stop (signal(7): epoll_wait and the like are not begun again).
 */
void starved_help(const struct tracee *tracee);

#endif
