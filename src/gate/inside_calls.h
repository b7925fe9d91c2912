/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code is made of per architecture (arch/.../inside_entry.S). Private to
 * inside*.c. A result in -4095..-1 is an error.
 */
#ifndef PTJAIL_GATE_INSIDE_CALLS_H
#define PTJAIL_GATE_INSIDE_CALLS_H

#include <stdint.h>

struct gate_frame;

/* Any call with up to five arguments. */
int64_t inside_call(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

/*
 * openat2 with a `how` at this address: for a transient descriptor, which the frame then names.
 * For inside_hold_at() only.
 */
int64_t inside_hold(int fd, const char *path, uint64_t how);

/* Closes the transient descriptor, once: the number may be another's right after. */
void inside_drop(int fd);

/* inside_hold() for the guest: the frame then says that the call is done, and its result. */
int64_t inside_make(int fd, const char *path, uint64_t how);

/* Any call in the same way: what was read once cannot be read again, nor be born again. */
int64_t inside_once(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

/* Called by the stubs; answers the call's result or GATE_CALL_IT. */
int64_t inside_serve(struct gate_frame *frame);

#endif
