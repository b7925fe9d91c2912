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
 * One of the seats is this call's until its end. -EAGAIN: none is free now, and the handler has to
 * end without having done anything: it will be asked again (call->waits). Who sleeps in a call with
 * a seat for long is interrupted then, so that everybody's turn comes.
 */
int sock_seat_keep(struct call *call) MUST_CHECK;

/*
 * Moves `fd`, a name that was just opened in the tracee for what `handle` is, to the call's seat.
 * -EBUSY: the guest may not have such numbers any more (RLIMIT_NOFILE). -EACCES: it was exchanged
 * for another. `fd` is closed in any case.
 */
int sock_seat_take(struct call *call, int fd, int handle, int *ret_number) MUST_CHECK;

/* What was taken is no longer held by lying there: the name of "/" is put in its place. -ESRCH. */
int sock_seat_empty(struct call *call) MUST_CHECK;

#endif
