/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See sock_seat.h. What lies in a seat is looked at after it has got there, when nobody but the
 * tracer can change it any more; must never be believed before.
 */
#include "syscall/sock_seat.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/fd_table.h"
#include "util/broken.h"

/* Of a call in flight: ends with the call's pool. */
struct sock_seat {
	struct jail *jail;
	struct sock_seat *next;
	const struct call *call;
	pid_t tid;
	unsigned int index;
};

static int leave(struct sock_seat *seat)
{
	struct sock_seat **at = &seat->jail->seats;

	while (*at != seat)
		at = &(*at)->next;
	*at = seat->next;
	return 0;
}

/* Who ended meanwhile needs no seat. KERNEL: kcmp can be left out; then all tables are one. */
static bool shares_table(const struct sock_seat *seat, pid_t tid)
{
	long order = syscall(SYS_kcmp, seat->tid, tid, KCMP_FILES, 0, 0);

	return order == 0 || (order < 0 && errno != ESRCH);
}

static bool find_free(const struct call *call, unsigned int *ret_index)
{
	unsigned int taken = 0;

	for (const struct sock_seat *seat = call->jail->seats; seat != NULL; seat = seat->next)
		if (shares_table(seat, call->tracee->tid))
			taken |= 1U << seat->index;
	for (*ret_index = 0; *ret_index < SOCK_SEATS; ++*ret_index)
		if ((taken >> *ret_index & 1) == 0)
			return true;
	return false;
}

/* One who sleeps long in his call comes back for a seat himself. */
static void ask_for_seats(const struct call *call)
{
	for (const struct sock_seat *seat = call->jail->seats; seat != NULL; seat = seat->next)
		if (!BROKEN_TURNS && shares_table(seat, call->tracee->tid))
			tracee_end_turn(seat->call->tracee);
}

static struct sock_seat *seat_of(const struct call *call)
{
	struct sock_seat *seat = call->jail->seats;

	while (seat != NULL && seat->call != call)
		seat = seat->next;
	return seat;
}

int sock_seat_keep(struct call *call)
{
	struct sock_seat *seat = seat_of(call);
	unsigned int index;

	if (seat != NULL)
		return 0;
	if (!find_free(call, &index)) {
		ask_for_seats(call);
		call->waits = true;
		return -EAGAIN;
	}
	seat = talloc(call->pool, struct sock_seat);
	if (seat == NULL)
		return -ENOMEM;
	*seat = (struct sock_seat){ call->jail, call->jail->seats, call, call->tracee->tid, index };
	call->jail->seats = seat;
	talloc_set_destructor(seat, leave);
	return 0;
}

/*
 * KERNEL: dup3 goes by the soft limit, above which the numbers may lie: it is raised for the
 * moment, as at the launch. The numbers are refused to the guest by the filter, too.
 */
static int put(struct call *call, int fd, int number)
{
	struct fd_table_limits limits;
	bool raised = fd_table_widen(call, (rlim_t)number + 1, &limits);
	long result;
	int status = call_remote(call, CALL_dup3,
				 (uint64_t[6]){ (uint64_t)fd, (uint64_t)number, 0 }, &result);

	if (raised)
		fd_table_narrow(call, &limits);
	if (status < 0)
		return status;
	return result == -EBADF ? -EBUSY : result < 0 ? (int)result : 0;
}

int sock_seat_take(struct call *call, int fd, int handle, int *ret_number)
{
	int status;

	*ret_number = call->jail->guest_fd_seats + (int)seat_of(call)->index;
	status = put(call, fd, *ret_number);
	if (status != -ESRCH && deliver_close(call, fd) < 0)
		return -ESRCH;
	if (status < 0)
		return status == -EBADF ? -EACCES : status;
	if (fd_table_holds(call, *ret_number, handle))
		return 0;
	/* What nobody has judged is not left where the guest can name it. */
	status = sock_seat_empty(call);
	return status < 0 ? status : -EACCES;
}

int sock_seat_empty(struct call *call)
{
	int status = put(call, (int)call->jail->guest_fd_base,
			 call->jail->guest_fd_seats + (int)seat_of(call)->index);

	return status == -ESRCH ? status : 0;
}

/* A guest's own, to a seat: as to all protected numbers. */
struct outcome on_dup3(struct call *call)
{
	(void)call;
	return outcome_fail(EBADF);
}
