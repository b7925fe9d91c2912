/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Seats: a few protected numbers (guest_fds.h) under which the name (O_PATH) of a judged socket
 * lies while a thread connects or sends to it by that number. A thread that shares the table can
 * put another name under any number of its own, one that it could not have named among them
 * (E44, rules, --strict); under a seat it cannot. A name stays there until the next one takes
 * its place.
 */
#ifndef PTJAIL_SYSCALL_SOCK_SEAT_H
#define PTJAIL_SYSCALL_SOCK_SEAT_H

#include "syscall/call.h"

#define SOCK_SEATS 16U /* of one table of descriptors */

/*
 * Moves `fd`, a name that was just opened in the tracee for what `handle` is, to a seat, which is
 * this call's until its end; one that the call has already is used again. -EBUSY: none is free,
 * or the guest may not have such numbers any more (RLIMIT_NOFILE). -EACCES: it was exchanged for
 * another. `fd` is closed in any case.
 */
int sock_seat_take(struct call *call, int fd, int handle, int *ret_number) MUST_CHECK;

#endif
