/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A growing ring of wait statuses (backlog.h). Never drops one: -ENOMEM ends the jail. */
#include "tracer/backlog.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>

struct entry {
	pid_t tid;
	int status;
};

struct backlog {
	struct entry *entries;
	size_t size;
	size_t head;
	size_t count;
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
	return 0;
}

bool backlog_pop(struct backlog *backlog, pid_t *ret_tid, int *ret_status)
{
	if (backlog->count == 0)
		return false;
	*ret_tid = backlog->entries[backlog->head].tid;
	*ret_status = backlog->entries[backlog->head].status;
	backlog->head = (backlog->head + 1) % backlog->size;
	backlog->count--;
	return true;
}

int backlog_collect(struct backlog *backlog, bool alone)
{
	int status;
	pid_t tid = waitpid(-1, &status, __WALL);

	if (tid < 0)
		return -errno;
	while (tid > 0) {
		int error = backlog_push(backlog, tid, status);

		if (error < 0)
			return error;
		if (alone)
			break;
		tid = waitpid(-1, &status, __WALL | WNOHANG);
	}
	return 0;
}

int backlog_poll(struct backlog *backlog)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int status;
	pid_t tid;

	(void)nanosleep(&pause, NULL);
	while ((tid = waitpid(-1, &status, __WALL | WNOHANG)) > 0) {
		int error = backlog_push(backlog, tid, status);

		if (error < 0)
			return error;
	}
	return tid < 0 ? -errno : 0;
}
