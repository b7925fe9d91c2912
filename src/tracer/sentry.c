/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See sentry.h. Must never touch what the loop owns: all that it knows is a number and the time. */
#include "tracer/sentry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tracer/ticker.h"
#include "util/fd.h"

#define GRACE NANOSECONDS
#define AGAIN (NANOSECONDS / 5)

static bool is_traced_by(const char *pid, pid_t tracer)
{
	char name[64], text[1024];
	CLEANUP_FD int fd = -1;
	const char *line;
	ssize_t length;

	(void)snprintf(name, sizeof(name), "/proc/%s/status", pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (length < 0)
		return false;
	text[length] = '\0';
	line = strstr(text, "\nTracerPid:");
	return line != NULL && strtol(line + strlen("\nTracerPid:"), NULL, 10) == tracer;
}

/* By pidfd: what was looked at is what is killed, whoever gets its number meanwhile. */
static void kill_if_traced(const char *pid, pid_t tracer)
{
	CLEANUP_FD int pidfd = (int)syscall(SYS_pidfd_open, (pid_t)strtol(pid, NULL, 10), 0);

	if (pidfd >= 0 && is_traced_by(pid, tracer))
		(void)syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
}

static void kill_traced(pid_t tracer)
{
	DIR *list = opendir("/proc");
	const struct dirent *entry;

	while (list != NULL && (entry = readdir(list)) != NULL) {
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			kill_if_traced(entry->d_name, tracer);
	}
	if (list != NULL)
		(void)closedir(list);
}

/* False: it was told to stop. */
static bool sleep_for(const struct sentry *sentry, uint64_t nanoseconds)
{
	const struct timespec time = {
		.tv_sec = (time_t)(nanoseconds / NANOSECONDS),
		.tv_nsec = (long)(nanoseconds % NANOSECONDS),
	};
	struct pollfd stop = { .fd = sentry->stop, .events = POLLIN };

	return ppoll(&stop, 1, &time, NULL) == 0;
}

static void *watch(void *data)
{
	const struct sentry *sentry = data;
	uint64_t delay = sentry->delay;

	while (sleep_for(sentry, delay)) {
		kill_traced(sentry->tracer);
		delay = AGAIN;
	}
	return NULL;
}

int sentry_start(struct sentry *sentry, uint64_t time)
{
	sigset_t all, before;
	int status;

	*sentry = (struct sentry){ .tracer = getpid(), .stop = eventfd(0, EFD_CLOEXEC) };
	sentry->delay = time > UINT64_MAX - GRACE ? UINT64_MAX : time + GRACE;
	if (sentry->stop < 0)
		return -errno;
	/* Signals are the loop's. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	status = pthread_create(&sentry->thread, NULL, watch, sentry);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	sentry->started = status == 0;
	if (status != 0)
		(void)close(sentry->stop);
	return -status;
}

void sentry_stop(struct sentry *sentry)
{
	const uint64_t one = 1;

	if (!sentry->started)
		return;
	sentry->started = false;
	if (write(sentry->stop, &one, sizeof(one)) == (ssize_t)sizeof(one))
		(void)pthread_join(sentry->thread, NULL);
	(void)close(sentry->stop);
}
