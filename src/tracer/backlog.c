/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A growing ring of wait statuses (backlog.h). Never drops one: -ENOMEM ends the jail. */
#include "tracer/backlog.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tracer/ticker.h"

/* So many waits at most go by without a look for others, after one that found nobody. */
#define BLIND_WAITS 8U
/* After so many that have stopped, and again after as many. */
#define MANY 16U

struct entry {
	pid_t tid;
	int status;
};

struct backlog {
	struct entry *entries;
	size_t size;
	size_t head;
	size_t count;
	size_t ends; /* of these, not stops */
	void (*ended)(void *data, pid_t tid, const struct rusage *usage);
	void *ended_data;
	backlog_each *each;
	void *each_data;
	unsigned int blind; /* waits still to come without a look for others */
};

int backlog_new(TALLOC_CTX *ctx, struct backlog **ret_backlog)
{
	struct backlog *backlog = talloc_zero(ctx, struct backlog);

	if (backlog == NULL)
		return -ENOMEM;
	backlog->size = 64;
	backlog->entries = talloc_array(backlog, struct entry, backlog->size);
	if (backlog->entries == NULL) {
		talloc_free(backlog);
		return -ENOMEM;
	}
	*ret_backlog = backlog;
	return 0;
}

static int grow(struct backlog *backlog)
{
	size_t size = backlog->size * 2;
	struct entry *entries = talloc_array(backlog, struct entry, size);

	if (entries == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < backlog->count; i++)
		entries[i] = backlog->entries[(backlog->head + i) % backlog->size];
	talloc_free(backlog->entries);
	backlog->entries = entries;
	backlog->size = size;
	backlog->head = 0;
	return 0;
}

int backlog_push(struct backlog *backlog, pid_t tid, int status)
{
	if (backlog->count == backlog->size) {
		int error = grow(backlog);

		if (error < 0)
			return error;
	}
	backlog->entries[(backlog->head + backlog->count) % backlog->size] =
		(struct entry){ tid, status };
	backlog->count++;
	backlog->ends += !WIFSTOPPED(status);
	return 0;
}

bool backlog_has_end(const struct backlog *backlog, pid_t tid)
{
	for (size_t i = 0; backlog->ends > 0 && i < backlog->count; i++) {
		const struct entry *entry = &backlog->entries[(backlog->head + i) % backlog->size];

		if (entry->tid == tid && !WIFSTOPPED(entry->status))
			return true;
	}
	return false;
}

bool backlog_pop(struct backlog *backlog, pid_t *ret_tid, int *ret_status)
{
	if (backlog->count == 0)
		return false;
	*ret_tid = backlog->entries[backlog->head].tid;
	*ret_status = backlog->entries[backlog->head].status;
	backlog->head = (backlog->head + 1) % backlog->size;
	backlog->count--;
	backlog->ends -= !WIFSTOPPED(*ret_status);
	return true;
}

void backlog_watch_ends(struct backlog *backlog,
			void (*ended)(void *data, pid_t tid, const struct rusage *usage),
			void *data)
{
	backlog->ended = ended;
	backlog->ended_data = data;
}

void backlog_know(struct backlog *backlog, backlog_each *each, void *data)
{
	backlog->each = each;
	backlog->each_data = data;
}

/* waitid(2) with the figures that only the system call gives: 0 or -errno. */
static int look_at(pid_t pid, int options, siginfo_t *ret_info, struct rusage *ret_usage)
{
	ret_info->si_pid = 0;
	return syscall(SYS_waitid, pid < 0 ? P_ALL : P_PID, pid < 0 ? 0 : pid, ret_info,
		       options | __WALL, ret_usage) < 0
		       ? -errno
		       : 0;
}

pid_t backlog_wait(struct backlog *backlog, pid_t pid, int options, int *ret_status)
{
	if (backlog->ended == NULL)
		return waitpid(pid, ret_status, __WALL | options);
	for (;;) {
		struct rusage usage = { 0 };
		siginfo_t info;
		int status = look_at(pid, WEXITED | WSTOPPED | WNOWAIT | options, &info, &usage);
		pid_t found = info.si_pid;

		if (status < 0 || found == 0) {
			errno = -status;
			return status < 0 ? -1 : 0;
		}
		if (info.si_code != CLD_TRAPPED && info.si_code != CLD_STOPPED) {
			backlog->ended(backlog->ended_data, found, &usage);
			return waitpid(found, ret_status, __WALL);
		}
		/* Without WEXITED: a kill since the look shall be seen by the next one. */
		status = look_at(found, WSTOPPED | WNOHANG, &info, NULL);
		if (status == 0 && info.si_pid == found) {
			*ret_status = info.si_status << 8 | 0x7f;
			return found;
		}
	}
}

int backlog_take(struct backlog *backlog, pid_t tid)
{
	int status;

	return backlog_wait(backlog, tid, WNOHANG, &status) > 0 ? backlog_push(backlog, tid, status)
								: 0;
}

/* What is pending now: so many, and perhaps more. */
static int take_pending(struct backlog *backlog, size_t *ret_found)
{
	uint64_t begin = ticker_now();
	bool asks = backlog->each != NULL;
	size_t found = 0;
	int status;
	pid_t tid;

	while ((tid = backlog_wait(backlog, -1, WNOHANG, &status)) > 0) {
		int error = backlog_push(backlog, tid, status);

		if (error == 0 && ++found % MANY == 0 && asks) {
			error = backlog->each(backlog->each_data, backlog, ticker_now() - begin);
			asks = error == 0;
		}
		if (error < 0)
			return error;
	}
	*ret_found = found;
	/* Nobody is left, perhaps: the ends of the last ones are still to be handled. */
	return tid < 0 && backlog->count == 0 ? -errno : 0;
}

int backlog_collect(struct backlog *backlog, bool alone)
{
	/* A call that was put off, or asked again, may have collected others' stops meanwhile. */
	int options = backlog->count > 0 ? WNOHANG : 0;
	int status;
	pid_t tid = backlog_wait(backlog, -1, options, &status);
	size_t found = 0;
	int error;

	if (tid < 0)
		return backlog->count > 0 ? 0 : -errno;
	error = tid > 0 ? backlog_push(backlog, tid, status) : 0;
	if (error < 0 || (tid > 0 && alone))
		return error;
	if (tid > 0 && backlog->blind > 0) {
		backlog->blind--;
		return 0;
	}
	if (tid > 0)
		error = take_pending(backlog, &found);
	backlog->blind = found > 0 ? 0 : BLIND_WAITS;
	return error;
}

int backlog_poll(struct backlog *backlog, bool pauses)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	size_t found;

	if (pauses)
		(void)nanosleep(&pause, NULL);
	return take_pending(backlog, &found);
}
