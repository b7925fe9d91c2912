/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See usage.h. Reads clocks and /proc; must never wait for a tracee, nor keep anything. */
#include "tracer/usage.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tracer/ticker.h"
#include "util/fd.h"

/* KERNEL: uapi has no name for it; posix-timers.h: ~pid << 3 | CPUCLOCK_SCHED. */
static clockid_t clock_of_process(pid_t tgid)
{
	return (clockid_t)(~(unsigned int)tgid << 3 | 2U);
}

int usage_read_cpu(pid_t tgid, uint64_t *ret_nanoseconds)
{
	struct timespec time;

	/* KERNEL: EINVAL also for a thread that leads no process. */
	if (clock_gettime(clock_of_process(tgid), &time) < 0)
		return errno == EINVAL ? -ESRCH : -errno;
	*ret_nanoseconds = (uint64_t)time.tv_sec * NANOSECONDS + (uint64_t)time.tv_nsec;
	return 0;
}

/* The beginning of /proc/PID/NAME as a string. */
static int read_text(pid_t pid, const char *name, char *buffer, size_t size)
{
	char path[48];
	CLEANUP_FD int fd = -1;
	ssize_t length;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	length = read(fd, buffer, size - 1);
	if (length < 0)
		return -errno;
	buffer[length] = '\0';
	return 0;
}

/* The kilobytes of a line of /proc/PID/status, in bytes; 0: there is no such line. */
static uint64_t bytes_of_line(const char *text, const char *line)
{
	const char *found = strstr(text, line);
	uint64_t kilobytes;

	return found != NULL && sscanf(found + strlen(line), " %" SCNu64, &kilobytes) == 1
		       ? kilobytes * 1024
		       : 0;
}

int usage_read_resident(pid_t tid, uint64_t *ret_bytes, uint64_t *ret_own)
{
	char text[4096];
	uint64_t pages;
	int status = read_text(tid, "statm", text, sizeof(text));

	if (status < 0)
		return status;
	if (sscanf(text, "%*u %" SCNu64, &pages) != 1)
		return -EPROTO;
	*ret_bytes = pages * (uint64_t)sysconf(_SC_PAGESIZE);
	*ret_own = 0;
	/* Of very many groups it tells first: those who have them lose no limit but this part. */
	if (read_text(tid, "status", text, sizeof(text)) == 0)
		*ret_own = bytes_of_line(text, "\nVmPTE:") + bytes_of_line(text, "\nHugetlbPages:");
	*ret_bytes += *ret_own;
	return 0;
}

int usage_read_share(pid_t tid, uint64_t *ret_bytes, uint64_t *ret_shared)
{
	char text[1024];
	const char *line;
	uint64_t kilobytes;
	int status = read_text(tid, "smaps_rollup", text, sizeof(text));

	if (status < 0)
		return status;
	line = strstr(text, "\nPss:");
	if (line == NULL || sscanf(line, "\nPss: %" SCNu64, &kilobytes) != 1)
		return -EPROTO;
	*ret_bytes = kilobytes * 1024;
	line = strstr(text, "\nPss_Shmem:");
	if (line != NULL)
		(void)sscanf(line, "\nPss_Shmem: %" SCNu64, &kilobytes);
	*ret_shared = kilobytes * 1024;
	return 0;
}

/* What follows the name in /proc/PID/stat, which may hold anything, also brackets. */
static const char *after_name(const char *text)
{
	const char *bracket = strrchr(text, ')');

	return bracket == NULL ? NULL : bracket + 1;
}

int usage_read_children(pid_t tgid, uint64_t *ret_user, uint64_t *ret_system)
{
	char text[1024];
	const char *fields;
	uint64_t user;
	uint64_t system;
	uint64_t tick = NANOSECONDS / (uint64_t)sysconf(_SC_CLK_TCK);
	int status = read_text(tgid, "stat", text, sizeof(text));

	if (status < 0)
		return status;
	fields = after_name(text);
	/* proc(5): state is field 3, cutime 16, cstime 17. */
	if (fields == NULL || sscanf(fields,
				     " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u"
				     " %" SCNu64 " %" SCNu64,
				     &user, &system) != 2)
		return -EPROTO;
	*ret_user = user * tick;
	*ret_system = system * tick;
	return 0;
}

bool usage_is_zombie(pid_t pid)
{
	char text[1024];
	const char *fields;
	char state;

	if (read_text(pid, "stat", text, sizeof(text)) < 0)
		return false;
	fields = after_name(text);
	return fields != NULL && sscanf(fields, " %c", &state) == 1 &&
	       (state == 'Z' || state == 'X');
}
