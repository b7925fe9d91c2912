/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See drain.h. Must never take a thread for out of a call because it could not be looked at. */
#include "tracer/drain.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "util/broken.h"
#include "util/fd.h"

/*
 * KERNEL: fifo_open() waits for who splices from the pipe, as long as he likes and whatever comes:
 * a pipe was found then, and nothing else will be opened.
 */
static bool opens_pipe(pid_t tid)
{
	CLEANUP_FD int fd = -1;
	char text[32];
	ssize_t length;

	(void)snprintf(text, sizeof(text), "/proc/%d/wchan", tid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[length < 0 ? 0 : length] = '\0';
	return !BROKEN_ASIDE && strcmp(text, "fifo_open") == 0;
}

/*
 * KERNEL: proc_pid_syscall(): "running", or the number of the call that it sleeps in, -1 for
 * none (a fault): it was off the processor all the while it was looked at.
 */
static bool sleeps_elsewhere(const struct engine *engine, pid_t tid)
{
	CLEANUP_FD int fd = -1;
	char text[128];
	char *end;
	ssize_t length;
	long number;

	(void)snprintf(text, sizeof(text), "/proc/%d/syscall", tid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (length <= 0)
		return false;
	text[length] = '\0';
	number = strtol(text, &end, 10);
	if (end == text)
		return false;
	for (size_t i = 0; i < engine->drain_count; i++) {
		if (engine->drain_numbers[i] == number)
			return opens_pipe(tid);
	}
	return true;
}

void drain_begin(struct engine *engine, const struct tracee *except, const long *numbers,
		 size_t count)
{
	struct tracee *tracee;

	engine->drain_numbers = numbers;
	engine->drain_count = count;
	engine->drains = true;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee == except || tracee->state != TRACEE_RUNNING || tracee->held_stop ||
		    tracee->waits_share || sleeps_elsewhere(engine, tracee->tid))
			continue;
		tracee->drains = true;
		/* Should that fail it has stopped, or ended: wait will tell. */
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	}
}

bool drain_is_over(struct engine *engine)
{
	struct tracee *tracee;

	if (!engine->drains || BROKEN_PEERS)
		return true;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->drains && !sleeps_elsewhere(engine, tracee->tid))
			return false;
		tracee->drains = false;
	}
	engine->drains = false;
	return true;
}

void drain_stopped(struct tracee *tracee)
{
	tracee->drains = false;
}
