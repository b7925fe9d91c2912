/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Transient descriptors in a process with threads. Who holds one enlists as a holder and goes on
 * only if nobody gives numbers; who gives a number by dup2 and the like, from a site that was
 * replaced, enlists as a giver and waits until nobody holds. So a transient descriptor is never
 * given to another file, nor the other file closed in its stead. What gives numbers from
 * elsewhere is not known of: the tracer says TURNS only where the C library's sites are replaced.
 *
 * Lists hold frames' addresses, so that the tracer can strike one off whose call a signal undid.
 * Private to inside*.c.
 */
#ifndef PTJAIL_GATE_INSIDE_TURNS_H
#define PTJAIL_GATE_INSIDE_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "gate/inside.h"

bool inside_is_shared(void);

/* False: the list is full. */
bool inside_enlist(uint64_t *list, uint32_t size, const struct gate_frame *frame);
void inside_strike(uint64_t *list, uint32_t size, const struct gate_frame *frame);
bool inside_is_idle(const uint64_t *list, uint32_t size);

/* dup2, dup3, close_range: the call's result, or GATE_CALL_IT. */
int64_t inside_serve_give(struct gate_frame *frame);

/* clone, where it is a fork: the child shall inherit no transient descriptor. */
int64_t inside_serve_fork(struct gate_frame *frame);

#endif
