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

/* openat2 with a `how` at this address: for a transient descriptor, which the frame then names. */
int64_t inside_hold(int fd, const char *path, uint64_t how);

/* The same for the guest: the frame then says that the call is done, and its result. */
int64_t inside_make(int fd, const char *path, uint64_t how);

/* getdents64 in the same way: what was read once cannot be read again. */
int64_t inside_list(uint64_t fd, uint64_t buffer, uint64_t size);

/* Called by the stubs; answers the call's result or GATE_CALL_IT. */
int64_t inside_serve(struct gate_frame *frame);

#endif
