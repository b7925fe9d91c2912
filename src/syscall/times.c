/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * utime, utimes, futimesat, utimensat: times are read once, the file they are for is a
 * judged handle. A NULL path is the descriptor itself (futimens), see fd_meta.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/fd_meta.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "syscall/rights.h"

/* 64-bit ABIs: two words for each of struct timeval, timespec; one for time_t. */
struct guest_pair {
	int64_t seconds;
	int64_t fraction;
};

static struct outcome set_times(struct call *call, int dirfd, uint64_t path,
				const struct timespec times[2], int flags)
{
	struct path_place *place;
	struct handle_name object;
	unsigned int path_flags = flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW;
	int status;

	if (!path && dirfd != AT_FDCWD)
		return flags ? outcome_fail(EINVAL) : fd_meta_set_times(call, dirfd, times);
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return outcome_fail(EINVAL);
	if (flags & AT_EMPTY_PATH)
		path_flags |= PATH_EMPTY;
	status = change_object(call, dirfd, path, path_flags, &place);
	if (status)
		return outcome_fail(status);
	if (place_is_node(place)) {
		const struct caller caller = call_view(call).caller;

		return outcome_status(
			proc_may_set(call->jail->proc, &caller, place->node, times == NULL));
	}
	status = rights_set_times(call, place->handle, times);
	if (status < 0)
		return outcome_fail(status);
	object = handle_name(place->handle);
	if (utimensat(AT_FDCWD, object.text, times, 0) < 0)
		return outcome_fail(errno);
	if (call->jail->fake_root != NULL)
		faked_retimed(call, place->handle);
	return outcome_done(0);
}

/* KERNEL: do_futimesat() checks the range before it looks at the path. */
static int read_timevals(struct call *call, uint64_t address, struct timespec times[2])
{
	struct guest_pair pairs[2];
	int status = call_read(call, address, pairs, sizeof(pairs));

	if (status)
		return status;
	for (int i = 0; i < 2; i++) {
		if (pairs[i].fraction < 0 || pairs[i].fraction >= 1000000)
			return -EINVAL;
		times[i].tv_sec = pairs[i].seconds;
		times[i].tv_nsec = pairs[i].fraction * 1000;
	}
	return 0;
}

/* utime: two time_t. */
static int read_seconds(struct call *call, uint64_t address, struct timespec times[2])
{
	int64_t seconds[2];
	int status = call_read(call, address, seconds, sizeof(seconds));

	for (int i = 0; status == 0 && i < 2; i++)
		times[i] = (struct timespec){ .tv_sec = seconds[i] };
	return status;
}

static int read_timespecs(struct call *call, uint64_t address, struct timespec times[2])
{
	struct guest_pair pairs[2];
	int status = call_read(call, address, pairs, sizeof(pairs));

	for (int i = 0; status == 0 && i < 2; i++)
		times[i] = (struct timespec){ .tv_sec = pairs[i].seconds,
					      .tv_nsec = pairs[i].fraction };
	return status;
}

struct outcome on_utime(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	uint64_t address = call_long(call, path.next);
	struct timespec times[2];
	int status = 0;

	if (!address)
		return set_times(call, path.dirfd, path.address, NULL,
				 optional_flags(call, path.next + 1));
	if (call->row->id == CALL_utime)
		status = read_seconds(call, address, times);
	else if (call->row->id == CALL_utimensat)
		status = read_timespecs(call, address, times);
	else
		status = read_timevals(call, address, times);
	if (status)
		return outcome_fail(status);
	/* KERNEL: nothing to do, so not even the path is looked at. */
	if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
		return outcome_done(0);
	return set_times(call, path.dirfd, path.address, times,
			 optional_flags(call, path.next + 1));
}
