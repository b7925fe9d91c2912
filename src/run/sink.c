/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See sink.h. Must never wait for ever, nor let the rest of a line that was lost in part stand for
 * a line of its own: what it says is a member's to choose.
 */
#include "run/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tracer/ticker.h"
#include "util/fd.h"

/* Who takes nothing for so long is asleep; the next time only half as long is waited for it ... */
#define PATIENCE       (10 * NANOSECONDS)
#define PATIENCE_LEAST (NANOSECONDS / 100)
/* ... but twice as long again when it has taken so many bytes. */
#define TAKEN_MUCH (64U << 10)

struct sink {
	int fd;
	bool is_socket;
	bool may_block; /* it is others' open file as well: first it is asked for room */
	bool line_open; /* the last byte that was taken ended no line */
	bool skips;     /* the last byte that was lost ended no line: so is the rest of it */
	uint64_t lost;  /* lines that nobody was told of */
	uint64_t patience;
	size_t taken; /* since that changed */
	int error;    /* the first one */
};

static ssize_t try_to_write(const struct sink *sink, const char *text, size_t size)
{
	struct pollfd ready = { .fd = sink->fd, .events = POLLOUT };

	if (sink->is_socket)
		return send(sink->fd, text, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (!sink->may_block)
		return write(sink->fd, text, size);
	if (poll(&ready, 1, 0) == 0) {
		errno = EAGAIN;
		return -1;
	}
	/* KERNEL: pipe_poll(): so much of it is free. */
	return write(sink->fd, text, size < PIPE_BUF ? size : PIPE_BUF);
}

static void note_taken(struct sink *sink, size_t size)
{
	sink->taken += size;
	if (sink->taken < TAKEN_MUCH)
		return;
	sink->taken = 0;
	sink->patience = sink->patience * 2 < PATIENCE ? sink->patience * 2 : PATIENCE;
}

/* False: it has been asleep since `since`. */
static bool wait_until_taken(const struct sink *sink, uint64_t since, uint64_t patience)
{
	struct pollfd ready = { .fd = sink->fd, .events = POLLOUT };
	uint64_t waited = ticker_now() - since;

	if (waited >= patience)
		return false;
	(void)!poll(&ready, 1, (int)((patience - waited) / 1000000) + 1);
	return true;
}

/* How much was taken: less than all where there was an error, or nobody took any more of it. */
static size_t write_all(struct sink *sink, const char *text, size_t size, uint64_t patience)
{
	uint64_t since = ticker_now();
	size_t done = 0;

	while (done < size) {
		ssize_t written = try_to_write(sink, text + done, size - done);

		if (written > 0) {
			done += (size_t)written;
			note_taken(sink, (size_t)written);
			since = ticker_now();
		} else if (written < 0 && errno != EAGAIN && errno != EINTR) {
			if (sink->error == 0)
				sink->error = errno;
			break;
		} else if (!wait_until_taken(sink, since, patience)) {
			break;
		}
	}
	if (done > 0)
		sink->line_open = text[done - 1] != '\n';
	return done;
}

static void lose(struct sink *sink, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		sink->lost += text[i] == '\n';
	if (size > 0)
		sink->skips = text[size - 1] != '\n';
}

/* Whether the reader has been told, all of it, what it did not get. */
static bool tell_lost(struct sink *sink, uint64_t patience)
{
	char text[96];
	size_t done;
	int length;

	if (sink->lost == 0)
		return true;
	length = snprintf(text, sizeof(text), "%sptjail: %llu lines were lost: nobody read them\n",
			  sink->line_open ? "\n" : "", (unsigned long long)sink->lost);
	done = write_all(sink, text, (size_t)length, patience);
	if (done == (size_t)length)
		sink->lost = 0;
	return sink->lost == 0;
}

static ssize_t on_write(void *cookie, const char *text, size_t size)
{
	struct sink *sink = cookie;
	size_t skipped = 0;

	if (sink->skips) {
		const char *end = memchr(text, '\n', size);

		skipped = end == NULL ? size : (size_t)(end - text) + 1;
		lose(sink, text, skipped);
	}
	text += skipped;
	if (skipped < size) {
		size_t rest = size - skipped;
		size_t done = !tell_lost(sink, 0) ? 0 : write_all(sink, text, rest, sink->patience);

		if (done < rest && sink->lost == 0 && sink->patience / 2 >= PATIENCE_LEAST)
			sink->patience /= 2;
		lose(sink, text + done, rest - done);
	}
	return (ssize_t)size;
}

static int on_close(void *cookie)
{
	struct sink *sink = cookie;
	bool told = tell_lost(sink, sink->patience) && !sink->skips;
	int error = sink->error != 0 ? sink->error : told ? 0 : EAGAIN;

	(void)close(sink->fd);
	free(sink);
	errno = error;
	return error == 0 ? 0 : -1;
}

/*
 * Members may have the same open file, for standard error, and others too: their flags are not to
 * be changed, and they may fill it between a look and a write. So this is one of its own.
 */
static int reopen(int fd)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

FILE *sink_open(int fd)
{
	static const cookie_io_functions_t functions = { .write = on_write, .close = on_close };
	struct sink *sink = calloc(1, sizeof(*sink));
	struct stat info;
	FILE *file;
	int own = -1;

	if (sink == NULL || fstat(fd, &info) < 0)
		goto fail;
	sink->fd = fd;
	sink->is_socket = S_ISSOCK(info.st_mode);
	sink->patience = PATIENCE;
	if (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode)) {
		own = reopen(fd);
		sink->may_block = own < 0;
	}
	file = fopencookie(sink, "w", functions);
	if (file == NULL)
		goto fail;
	if (own >= 0) {
		(void)close(fd);
		sink->fd = own;
	}
	return file;
fail:
	fd_close(&own);
	free(sink);
	(void)close(fd);
	return NULL;
}
