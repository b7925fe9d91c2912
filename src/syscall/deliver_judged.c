/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens by callers whom faked owners and modes may stop (deliver.h). RACE: the kernel looks the
 * judged name up once more, as ptjail's user, whom these modes do not stop, and a member who may
 * rename on the way could have it lead to something else by then. So what was opened is compared
 * with what was judged before anybody can use it; where a thread could at once, or the open alone
 * would change something, a name (O_PATH) of the object is compared, in a seat (sock_seat.h), and
 * opened from there. Must never let anything be made or cut by the name.
 */
#include "syscall/deliver_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "syscall/rights.h"
#include "syscall/sock_seat.h"
#include "util/broken.h"

/* On the call's pool. */
struct judged_open {
	const struct path_place *place;
	struct open_how how;
	call_finish *finish;
	void *finish_data;
};

int deliver_begin_judged(struct call *call)
{
	if (!rights_may_refuse(call))
		return 0;
	return call_slot(call) == NULL ? -EAGAIN : sock_seat_keep(call);
}

static int take_seat(struct call *call, const struct path_place *place, int *ret_number)
{
	long fd;
	int status = deliver_path_fd(call, place, false, true, &fd);

	if (status == 0)
		status = fd < 0 ? (int)fd
				: sock_seat_take(call, (int)fd, place->handle, ret_number);
	if (status == 0 || status == -ESRCH || status == -EBUSY || status == -EMFILE)
		return status;
	/* Its name leads elsewhere by now. */
	status = give_fd(call, place->handle, &fd);
	if (status < 0 || fd < 0)
		return status == -ENOSYS ? -EACCES : status < 0 ? status : (int)fd;
	return sock_seat_take(call, (int)fd, place->handle, ret_number);
}

/* The call that opens what lies in the seat. */
static void open_seat(const struct call *call, int number, const struct open_how *how,
		      uint64_t ret_args[6])
{
	struct slot *slot = call->tracee->slot;

	(void)snprintf(slot->memory->path, sizeof(slot->memory->path), "/proc/thread-self/fd/%d",
		       number);
	ret_args[0] = (uint64_t)AT_FDCWD;
	ret_args[1] = slot_address(slot, slot->memory->path);
	/* Of O_TMPFILE it says that the file never gets a name. */
	ret_args[2] = how->flags &
		      ~(uint64_t)(O_NOFOLLOW |
				  ((how->flags & O_CREAT) != 0 ? O_CREAT | O_EXCL : 0));
	ret_args[3] = how->mode;
}

/* The guest may not have such high numbers any more: opened by the tracer, who waits for nobody. */
static struct outcome open_without_seat(struct call *call, const struct path_place *place,
					const struct open_how *how, call_finish *finish)
{
	struct stat info;

	if (finish != NULL || fstat(place->handle, &info) < 0 ||
	    (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)))
		return outcome_fail(EACCES);
	return deliver_hand_over(call, place->handle, how->flags);
}

static struct outcome open_by_seat(struct call *call, const struct judged_open *open)
{
	uint64_t args[6] = { 0 };
	int number;
	int status = sock_seat_keep(call);

	if (status == 0)
		status = take_seat(call, open->place, &number);
	if (status == -EBUSY)
		return open_without_seat(call, open->place, &open->how, open->finish);
	if (status < 0)
		return outcome_fail(status);
	open_seat(call, number, &open->how, args);
	return call_rewrite(call, CALL_openat, args, open->finish, open->finish_data);
}

/*
 * Nobody but the caller, who is stopped, has the descriptor (deliver_is_unjudged); the second time
 * it is of the seat.
 */
static long compare(struct call *call, long result)
{
	const struct judged_open *open = call->finish_data;
	uint64_t args[6] = { 0 };
	int number, status;

	if (result >= 0 && !fd_table_holds(call, result, open->place->handle)) {
		if (deliver_close(call, (int)result) < 0)
			return -ESRCH;
		status = (open->how.flags & O_PATH) == 0 ? sock_seat_keep(call) : -EACCES;
		if (status == 0)
			status = take_seat(call, open->place, &number);
		if (status < 0)
			return status == -EAGAIN || status == -EBUSY ? -EACCES : status;
		open_seat(call, number, &open->how, args);
		return call_rewrite_again(call, CALL_openat, args);
	}
	if (open->finish == NULL)
		return result;
	call->finish_data = open->finish_data;
	return open->finish(call, result);
}

bool deliver_is_unjudged(struct call *call, const struct member *member)
{
	if (BROKEN_UNJUDGED || member->call->row == NULL || !member->call->unjudged)
		return false;
	tracee_end_turn(member->tracee);
	call->waits = true;
	return true;
}

/* It opens nothing by a name that could lead elsewhere; `*ret_barred`: nor can it by that. */
static bool is_safe_anyway(struct call *call, const struct path_place *place, uint64_t flags,
			   bool *ret_barred)
{
	struct deliver_route route;

	if (BROKEN_JUDGED || place->handle < 0 || !rights_may_refuse(call) ||
	    deliver_find_route(call, place, flags, &route) < 0 || route.through_descriptor ||
	    route.base == call->jail->guest_fd_terminals)
		return true;
	*ret_barred = route.barred;
	return false;
}

struct outcome deliver_open_judged(struct call *call, const struct path_place *place,
				   const struct open_how *how, call_finish *finish,
				   void *finish_data)
{
	const uint64_t changes = O_TRUNC | (O_TMPFILE & ~O_DIRECTORY);
	struct open_how plain = *how;
	struct judged_open *open;
	bool barred;

	if (call_slot(call) == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (is_safe_anyway(call, place, how->flags, &barred))
		return deliver_open(call, place, how, finish, finish_data);
	open = talloc(call->pool, struct judged_open);
	if (open == NULL)
		return outcome_fail(ENOMEM);
	*open = (struct judged_open){ place, *how, finish, finish_data };
	if (fd_table_is_private(call) && !barred && (how->flags & changes) == 0) {
		plain.flags &= ~(uint64_t)(O_CREAT | O_EXCL);
		plain.mode = 0;
		call->unjudged = true;
		return deliver_open(call, place, &plain, compare, open);
	}
	if ((how->flags & O_PATH) != 0)
		return finish == NULL && call->jail->features.pidfd_getfd
			       ? deliver_hand_over(call, place->handle, how->flags)
			       : deliver_open(call, place, how, finish, finish_data);
	return open_by_seat(call, open);
}

struct outcome deliver_open_alone(struct call *call, const struct path_place *place,
				  const struct open_how *how, call_finish *finish,
				  void *finish_data)
{
	uint64_t args[6] = { 0 };
	int number, status;
	long fd;

	call->unjudged = true;
	if (BROKEN_UNJUDGED || fd_table_is_private(call) || !call->jail->features.pidfd_getfd)
		return deliver_open(call, place, how, finish, finish_data);
	if ((how->flags & O_PATH) != 0)
		return deliver_hand_over(call, place->handle, how->flags);
	if (call_slot(call) == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = sock_seat_keep(call);
	if (status == 0)
		status = give_fd(call, place->handle, &fd);
	if (status == 0)
		status = fd < 0 ? (int)fd : sock_seat_take(call, (int)fd, place->handle, &number);
	/* As without a seat above; what it is not is the controlling terminal. */
	if (status == -EBUSY)
		return deliver_hand_over(call, place->handle, how->flags);
	if (status < 0)
		return outcome_fail(status);
	open_seat(call, number, how, args);
	return call_rewrite(call, CALL_openat, args, finish, finish_data);
}

struct outcome deliver_open_pipe(struct call *call, int handle, uint64_t flags)
{
	const struct open_how how = { .flags = flags };
	uint64_t args[6] = { 0 };
	int number, status;
	long fd;

	if (call_slot(call) == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = sock_seat_keep(call);
	if (status == 0)
		status = give_fd(call, handle, &fd);
	if (status == 0)
		status = fd < 0 ? (int)fd : sock_seat_take(call, (int)fd, handle, &number);
	if (status < 0)
		return outcome_fail(status == -EBUSY ? -EACCES : status);
	open_seat(call, number, &how, args);
	return call_rewrite(call, CALL_openat, args, NULL, NULL);
}
