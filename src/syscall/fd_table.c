/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See fd_table.h. The count is a hint; whether there is room the kernel says, in the tracee. */
#include "syscall/fd_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

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
