/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Keeps the tracer and the one tracee that runs on one CPU: at each stop the kernel would wake the
 * one while the other still holds its CPU, hence on another that is idle (doc/PERFORMANCE.md).
 * Kept is who has the affinity of one CPU, set by the tracer. As soon as two tracees run, when
 * none has stopped for a tick, and ten times a second, everybody is let go. Who only sleeps, as
 * the reader of a pipe mostly does, does not count.
 *
 * Members cannot see it: whoever looks at an affinity or sets one has all of them put back first.
 * Nothing rests on any of this but speed: what fails is left alone.
 */
#ifndef PTJAIL_TRACER_ONE_CPU_H
#define PTJAIL_TRACER_ONE_CPU_H

#include <stdbool.h>
#include <stdint.h>

struct engine;
struct tracee;

/* Whether there is more than one CPU to choose from, and it may be chosen. */
bool one_cpu_is_possible(void);

/* Before the loop, after the last fork. Without memory, a timer or the right: nobody is kept. */
void one_cpu_start(struct engine *engine);
/* Lets everybody go. */
void one_cpu_stop(struct engine *engine);

/* --- all below do nothing where nobody is ever kept ---------------------------------------- */

/* The tick may come: around a wait, and only there. It ends the wait (EINTR). */
void one_cpu_listen(const struct engine *engine, bool on);

/* Between stops, none collected and not handled: acts on a tick. */
void one_cpu_look(struct engine *engine);

/* clone(2)'s flags; `parent` is NULL for the first. Whoever is born inherits. */
void one_cpu_on_birth(struct tracee *child, struct tracee *parent, uint64_t flags);
void one_cpu_on_stop(struct tracee *tracee);
void one_cpu_on_end(struct tracee *tracee);

/* It enters an exec, or comes out of it: what does its parent do meanwhile? */
void one_cpu_on_exec(struct tracee *tracee);

/* It is stopped, and about to be let run. */
void one_cpu_before_resume(struct tracee *tracee);

/* Affinities are now as without all this, until the next stop is over. */
void one_cpu_put_back(struct engine *engine);

/* The same, until `looker` stops again: it is about to look, or to set, by itself. */
void one_cpu_show(struct tracee *looker);

/* A member sets the affinity of this one, who is never kept from now on, nor who descends. */
void one_cpu_leave_alone(struct tracee *tracee);

#endif
