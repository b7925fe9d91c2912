/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See fd_table.h. The count is a hint; whether there is room the kernel says, in the tracee. */
#include "syscall/fd_table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/deliver.h"

bool fd_table_works(const struct call *call, int fd)
{
	struct stat info;
	char name[64];

	if (fd < 0)
		return false;
	/* KERNEL: the link's mode tells what the descriptor is for; that of O_PATH is none. */
	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%d", call->tracee->tid, fd);
	return lstat(name, &info) == 0 && (info.st_mode & 0700) != 0;
}

bool fd_table_holds(const struct call *call, long fd, int handle)
{
	struct stat there, object;
	char name[48];

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%ld", call->tracee->tid, fd);
	return stat(name, &there) == 0 && fstat(handle, &object) == 0 &&
	       there.st_dev == object.st_dev && there.st_ino == object.st_ino;
}

/* KERNEL: 6.2 tells the count as the directory's size; a full table has its last number, too. */
static bool may_be_full(pid_t tid, rlim_t limit)
{
	char path[64];
	struct stat info;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", tid);
	if (stat(path, &info) < 0)
		return false;
	if (info.st_size != 0)
		return (rlim_t)info.st_size >= limit;
	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%llu", tid, (unsigned long long)limit - 1);
	return limit == 0 || lstat(path, &info) == 0;
}

bool fd_table_is_full(struct call *call)
{
	struct rlimit limit;
	long fd;

	if (prlimit(call->tracee->tgid, RLIMIT_NOFILE, NULL, &limit) < 0 ||
	    !may_be_full(call->tracee->tid, limit.rlim_cur))
		return false;
	if (call_remote(call, CALL_eventfd2, (uint64_t[6]){ 0, O_CLOEXEC }, &fd) < 0)
		return false;
	if (fd >= 0 && deliver_close(call, (int)fd) < 0)
		return false;
	return fd == -EMFILE;
}

/* KERNEL: proc_pid_fdinfo(5): "flags:" is octal and has O_CLOEXEC. */
static bool is_closed_by_exec(pid_t tid, const char *number)
{
	char path[64], line[128];
	unsigned long flags = 0;
	FILE *info;

	(void)snprintf(path, sizeof(path), "/proc/%d/fdinfo/%.16s", tid, number);
	info = fopen(path, "re");
	if (info == NULL)
		return false;
	while (fgets(line, sizeof(line), info) != NULL) {
		if (strncmp(line, "flags:", 6) == 0)
			flags = strtoul(line + 6, NULL, 8);
	}
	(void)fclose(info);
	return (flags & O_CLOEXEC) != 0;
}

/*
 * A full table has its last number. KERNEL: kcmp(2): EBADF where it is not open; without it
 * (ENOSYS) /proc tells, whose entries of a process make its end dear.
 */
static bool has_last(pid_t tid, rlim_t limit)
{
	unsigned long last = (unsigned long)limit - 1;

	return limit != 0 && (syscall(SYS_kcmp, tid, tid, KCMP_FILE, last, last) == 0 ||
			      (errno != EBADF && may_be_full(tid, limit)));
}

bool fd_table_stays_full(const struct call *call)
{
	struct rlimit limit;
	struct dirent *entry;
	rlim_t used = 0;
	char path[64];
	DIR *directory;

	if (prlimit(call->tracee->tgid, RLIMIT_NOFILE, NULL, &limit) < 0 ||
	    !has_last(call->tracee->tid, limit.rlim_max))
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%d/fd", call->tracee->tid);
	directory = opendir(path);
	if (directory == NULL)
		return false;
	while ((entry = readdir(directory)) != NULL) {
		if (entry->d_name[0] == '.' || strtoul(entry->d_name, NULL, 10) >= limit.rlim_max)
			continue;
		if (is_closed_by_exec(call->tracee->tid, entry->d_name))
			break;
		used++;
	}
	(void)closedir(directory);
	return used >= limit.rlim_max;
}

/* KERNEL: an exchange in one call, as by whoever else sets it. */
static bool exchange(const struct call *call, const struct rlimit *limit, struct rlimit *ret_before)
{
	return prlimit(call->tracee->tgid, RLIMIT_NOFILE, limit, ret_before) == 0;
}

static bool are_equal(const struct rlimit *one, const struct rlimit *other)
{
	return one->rlim_cur == other->rlim_cur && one->rlim_max == other->rlim_max;
}

bool fd_table_widen(const struct call *call, rlim_t least, struct fd_table_limits *ret_limits)
{
	struct rlimit *raised = &ret_limits->raised;

	if (!exchange(call, NULL, &ret_limits->old))
		return false;
	*raised = ret_limits->old;
	raised->rlim_cur = raised->rlim_max < least ? raised->rlim_max : least;
	return raised->rlim_cur > ret_limits->old.rlim_cur &&
	       exchange(call, raised, &ret_limits->old);
}

/* RACE: a sibling may set it. A hard limit that it has lowered the kernel keeps, but for a root. */
void fd_table_narrow(const struct call *call, const struct fd_table_limits *limits)
{
	struct rlimit before;

	if (exchange(call, &limits->old, &before) && !are_equal(&before, &limits->raised))
		(void)exchange(call, &before, NULL);
}

/* KERNEL: a native call that takes it needs no number of its own, so the table may be full. */
int fd_table_duplicate(struct call *call, int fd, long *ret_fd)
{
	const uint64_t args[6] = { (uint64_t)fd, F_DUPFD_CLOEXEC, 0 };
	struct fd_table_limits limits;
	int status = call_remote(call, CALL_fcntl, args, ret_fd);

	if (status < 0 || *ret_fd != -EMFILE || !fd_table_widen(call, RLIM_INFINITY, &limits))
		return status;
	status = call_remote(call, CALL_fcntl, args, ret_fd);
	fd_table_narrow(call, &limits);
	return status;
}
