/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * pidfd_open, pidfd_send_signal and PIDFD_GET_INFO. Members can have pidfds of members only:
 * this file and clone(CLONE_PIDFD) make no others. One that came over a socket from outside
 * is a number to be judged like any other, so signals go to that number, never through the
 * descriptor: another thread may exchange what a descriptor number means, but not what a pid
 * means.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "syscall/deliver.h"
#include "syscall/pidfd.h"
#include "syscall/signals.h"
#include "syscall/target.h"
#include "util/broken.h"
#include "util/fd.h"

/* Newer than the headers of Debian 12. */
#define PIDFD_FLAG_THREAD   O_EXCL /* KERNEL: 6.9 PIDFD_THREAD */
#define SIGNAL_FLAG_THREAD  1U     /* KERNEL: 6.9 PIDFD_SIGNAL_THREAD */
#define SIGNAL_FLAG_PROCESS 2U     /* PIDFD_SIGNAL_THREAD_GROUP */
#define SIGNAL_FLAG_GROUP   4U     /* PIDFD_SIGNAL_PROCESS_GROUP */

#define FD_SELF_THREAD  (-10000) /* KERNEL: 6.14 PIDFD_SELF_THREAD */
#define FD_SELF_PROCESS (-10001) /* PIDFD_SELF_THREAD_GROUP */

struct pidfd {
	pid_t pid; /* -1: the process is gone */
	bool thread;
};

/* Whether this handle is of a directory of the spool that is no more: its process is gone. */
static bool was_proc_directory(const struct call *call, int handle, const struct stat *info)
{
	char spool[PATH_MAX], place[PATH_MAX];
	ssize_t length = readlink(handle_name(call->jail->spool).text, spool, sizeof(spool));
	ssize_t whole = readlink(handle_name(handle).text, place, sizeof(place));

	return info->st_nlink == 0 && length > 0 && whole > length && place[length] == '/' &&
	       memcmp(spool, place, (size_t)length) == 0;
}

/*
 * KERNEL: pidfd_send_signal() takes a directory of /proc as well. Ours are directories of
 * the spool that stand for them.
 */
static int read_proc_directory(struct call *call, int fd, struct pidfd *ret_pidfd)
{
	const struct node_ops *nodes = &call->jail->nodes;
	CLEANUP_FD int handle = -1;
	const char *node;
	struct stat info;
	char *end;
	int status = call_open_fd(call, fd, &handle);

	if (status < 0)
		return status;
	if (nodes->by_identity == NULL || fstat(handle, &info) < 0 || !S_ISDIR(info.st_mode))
		return -EBADF;
	node = nodes->by_identity(nodes->user, info.st_dev, info.st_ino);
	*ret_pidfd = (struct pidfd){ .pid = -1 };
	if (node == NULL)
		return was_proc_directory(call, handle, &info) ? 0 : -EBADF;
	*ret_pidfd = (struct pidfd){ .pid = (pid_t)strtol(node, &end, 10) };
	return end != node && *end == '\0' ? 0 : -EBADF;
}

/* -EBADF: there is no such file; -ENOTDIR: it is of no process, perhaps a directory of /proc. */
static int read_info_at(const char *name, struct pidfd *ret_pidfd)
{
	CLEANUP_FD int info = open(name, O_RDONLY | O_CLOEXEC);
	char text[512];
	const char *pid;
	const char *flags;
	ssize_t length;

	if (info < 0)
		return errno == EMFILE || errno == ENFILE ? -ENFILE : -EBADF;
	length = read(info, text, sizeof(text) - 1);
	if (length <= 0)
		return -EBADF;
	text[length] = '\0';
	pid = strstr(text, "\nPid:");
	flags = strstr(text, "flags:");
	if (pid == NULL || flags == NULL)
		return -ENOTDIR;
	ret_pidfd->pid = atoi(pid + strlen("\nPid:"));
	ret_pidfd->thread = (strtoul(flags + strlen("flags:"), NULL, 8) & PIDFD_FLAG_THREAD) != 0;
	return 0;
}

/* Of the caller's descriptor. */
static int read_info(struct call *call, int fd, struct pidfd *ret_pidfd)
{
	char name[64];

	if (fd < 0)
		return -EBADF;
	(void)snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", call->tracee->tid, fd);
	return read_info_at(name, ret_pidfd);
}

int pidfd_read(struct call *call, int fd, pid_t *ret_pid)
{
	struct pidfd pidfd = { .pid = -1 };
	int status = read_info(call, fd, &pidfd);

	*ret_pid = pidfd.pid;
	return status == -ENOTDIR ? -EBADF : status;
}

/* Numbers that stand for the caller itself, without a descriptor. */
static bool is_self(const struct call *call, int fd, struct pidfd *ret_pidfd)
{
	if (fd != FD_SELF_THREAD && fd != FD_SELF_PROCESS)
		return false;
	*ret_pidfd = (struct pidfd){ .thread = fd == FD_SELF_THREAD };
	ret_pidfd->pid = ret_pidfd->thread ? call->tracee->tid : call->tracee->tgid;
	/* Does this kernel know them? Signal 0 to ptjail itself. */
	return syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0;
}

static int read_pidfd(struct call *call, int fd, struct pidfd *ret_pidfd)
{
	int status = is_self(call, fd, ret_pidfd) ? 0 : read_info(call, fd, ret_pidfd);

	return status == -ENOTDIR ? read_proc_directory(call, fd, ret_pidfd) : status;
}

/*
 * A zombie may be waited for by its parent at any moment, so its number is looked at once
 * more when the descriptor holds the process: whoever that then is, is the answer.
 */
static struct outcome open_zombie(struct call *call)
{
	struct pidfd pidfd;
	long fd;
	int status = call_remote(call, CALL_pidfd_open, call->args, &fd);

	if (status < 0 || fd < 0)
		return outcome_done(status < 0 ? status : fd);
	status = read_pidfd(call, (int)fd, &pidfd);
	if (status == 0 && (pidfd.pid < 0 || target_find(call, pidfd.pid) != TARGET_NONE))
		return outcome_done(fd);
	status = deliver_close(call, (int)fd);
	return outcome_fail(status < 0 ? status : -ESRCH);
}

struct outcome on_pidfd_open(struct call *call)
{
	pid_t pid = call_int(call, 0);

	/* KERNEL: refused before it looks for the process. */
	if ((call_uint(call, 1) & ~((unsigned int)O_NONBLOCK | PIDFD_FLAG_THREAD)) != 0)
		return outcome_fail(EINVAL);
	if (pid <= 0)
		return outcome_native();
	switch (target_find(call, pid)) {
	case TARGET_SELF:
		return outcome_native();
	case TARGET_OWN:
	case TARGET_MEMBER:
		return target_run_held(call);
	case TARGET_ZOMBIE:
		return open_zombie(call);
	case TARGET_NONE:
		break;
	}
	return outcome_fail(ESRCH);
}

static struct outcome queue_info(struct call *call, const struct pidfd *pidfd, bool to_thread)
{
	const struct member *member = jail_find_member(call->jail, pidfd->pid);
	uint64_t number = (uint32_t)call_int(call, 1);
	uint64_t info;
	int status = signal_copy_info(call, call_long(call, 2), &info);
	int named;

	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (status < 0)
		return outcome_fail(status);
	/* KERNEL: pidfd_send_signal: the information has to name the signal. */
	memcpy(&named, call->tracee->slot->memory->data, sizeof(named));
	if (named != (int)number)
		return outcome_fail(EINVAL);
	if (member == NULL)
		return target_find(call, pidfd->pid) == TARGET_ZOMBIE ? outcome_done(0)
								      : outcome_fail(ESRCH);
	if (to_thread) {
		const uint64_t args[6] = { (uint64_t)member->tracee->tgid, (uint64_t)pidfd->pid,
					   number, info };

		return target_call_held(call, CALL_rt_tgsigqueueinfo, args);
	}
	return target_call_held(call, CALL_rt_sigqueueinfo,
				(const uint64_t[6]){ (uint64_t)pidfd->pid, number, info });
}

struct outcome on_pidfd_signal(struct call *call)
{
	unsigned int flags = call_uint(call, 3);
	const struct member *member;
	struct pidfd pidfd;
	bool to_thread;
	int status;

	/* KERNEL: one of them at most. */
	if ((flags & ~(SIGNAL_FLAG_THREAD | SIGNAL_FLAG_PROCESS | SIGNAL_FLAG_GROUP)) != 0 ||
	    (flags & (flags - 1)) != 0)
		return outcome_fail(EINVAL);
	status = read_pidfd(call, call_int(call, 0), &pidfd);
	if (status < 0)
		return outcome_fail(status);
	if (BROKEN_PIDFD)
		return outcome_native();
	if (pidfd.pid <= 0)
		return outcome_fail(ESRCH);
	/* As if no information were given. Of somebody outside not even the group is asked. */
	if (flags == SIGNAL_FLAG_GROUP && target_find(call, pidfd.pid) == TARGET_NONE)
		return outcome_fail(ESRCH);
	if (flags == SIGNAL_FLAG_GROUP)
		return signal_group(call, pidfd.pid, call_int(call, 1));
	to_thread = flags == SIGNAL_FLAG_THREAD || (flags == 0 && pidfd.thread);
	if (call_long(call, 2) != 0)
		return queue_info(call, &pidfd, to_thread);
	member = jail_find_member(call->jail, pidfd.pid);
	if (to_thread && member != NULL)
		return signal_thread(call, member->tracee->tgid, pidfd.pid, call_int(call, 1));
	return signal_process(call, pidfd.pid, call_int(call, 1));
}

/* struct pidfd_info: what is told, and from ruid on the ids. */
struct told {
	uint64_t mask, cgroup;
	uint32_t pid, tgid, ppid, ids[8];
};
#define TOLD_IDS    2U /* PIDFD_INFO_CREDS */
#define TOLD_CGROUP 4U /* PIDFD_INFO_CGROUPID */

/* The ids are this jail's, or, of one that has ended, left out. */
static void show_ids(const struct member *member, struct told *told)
{
	memset(told->ids, 0, sizeof(told->ids));
	if (member != NULL) {
		const struct creds_ids *uid = &member->creds->uid, *gid = &member->creds->gid;
		const uint32_t ids[] = { uid->real,  gid->real,  uid->effective, gid->effective,
					 uid->saved, gid->saved, uid->fs,        gid->fs };

		memcpy(told->ids, ids, sizeof(ids));
	} else {
		told->mask &= ~(uint64_t)TOLD_IDS;
	}
}

/* The kernel's answer as the jail shows it: not which of the host's control groups it is in. */
static int tell(struct call *call, int fd, pid_t pid)
{
	unsigned int command = call_uint(call, 1);
	size_t size = _IOC_SIZE(command);
	uint64_t address = call_long(call, 2);
	struct told *told = talloc_zero_size(call->pool, size + sizeof(*told));
	int status = 0;

	if (told == NULL)
		return -ENOMEM;
	if (address != 0 && size >= sizeof(*told))
		status = call_read(call, address, &told->mask, sizeof(told->mask));
	if (status < 0)
		return status;
	if (ioctl(fd, command, address == 0 ? NULL : told) < 0)
		return -errno;
	told->mask &= ~(uint64_t)TOLD_CGROUP;
	told->cgroup = 0;
	if (call->jail->fake_root != NULL)
		show_ids(jail_find_member(call->jail, pid), told);
	return call_write(call, address, told, size);
}

/* The tracer asks, of a descriptor of its own: a sibling cannot exchange that for an outsider's. */
struct outcome pidfd_tell(struct call *call)
{
	struct pidfd pidfd;
	CLEANUP_FD int copy = -1;
	char name[64];
	int status = call_dup_fd(call, call_int(call, 0), &copy);

	if (status < 0)
		return outcome_fail(status == -ENOSYS ? ENOTTY : status);
	(void)snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", copy);
	status = read_info_at(name, &pidfd);
	if (status < 0)
		return outcome_fail(status == -ENOTDIR ? ENOTTY : status);
	if (pidfd.pid >= 0 && target_find(call, pidfd.pid) == TARGET_NONE)
		return outcome_fail(ESRCH);
	return outcome_status(tell(call, copy, pidfd.pid));
}
