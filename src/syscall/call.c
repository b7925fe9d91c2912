/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What handlers use to look at a call and its caller (call.h). The only file that reads
 * a tracee's descriptors; never hands a guest pointer on to the kernel.
 */
#include "syscall/call.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/dev.h"
#include "syscall/faked_device.h"
#include "syscall/guest_filter.h"
#include "syscall/handed_in.h"
#include "syscall/judge.h"
#include "syscall/rights.h"
#include "tracer/memory.h"
#include "tracer/remote.h"
#include "util/aside.h"
#include "util/fd.h"
#include "util/shared_fd.h"

#define PIDFD_THREAD_FLAG O_EXCL /* KERNEL: 6.9 PIDFD_THREAD */

void call_begin(struct call *call, const struct syscall_row *row)
{
	const struct regs *regs = &call->tracee->original;

	call->row = row;
	call->sysno = regs_sysno(regs);
	for (unsigned int i = 0; i < 6; i++)
		call->args[i] = regs_arg(regs, i);
	call->finish = NULL;
	call->finish_data = NULL;
	call->trace_text = NULL;
	call->classes = 0;
	call->judged = 0;
	call->waits = false;
	call->unjudged = false;
	call->again = false;
	call->names_root = false;
	call->as = NULL;
}

void call_end(struct call *call)
{
	while (call->owned_count > 0)
		fd_close(&call->owned_fds[--call->owned_count]);
	while (call->place_count > 0)
		place_release(&call->places[--call->place_count]);
	aside_let_go();
	talloc_free_children(call->pool);
	call->row = NULL;
}

struct slot *call_slot(struct call *call)
{
	if (call->tracee->slot == NULL)
		call->tracee->slot = slot_take(call->jail->gate);
	return call->tracee->slot;
}

static long native_number(enum call_id id)
{
	return table_row(id)->number[table_native_arch()];
}

struct outcome call_rewrite(struct call *call, enum call_id id, const uint64_t args[6],
			    call_finish *finish, void *finish_data)
{
	uint64_t marked[6];

	memcpy(marked, args, sizeof(marked));
	guest_filter_mark(call->jail, id, marked);
	call->finish = finish;
	call->finish_data = finish_data;
	tracee_call_instead(call->tracee, native_number(id), marked);
	return (struct outcome){ .kind = OUTCOME_REWRITE };
}

int call_rewrite_again(struct call *call, enum call_id id, const uint64_t args[6])
{
	uint64_t marked[6];

	memcpy(marked, args, sizeof(marked));
	guest_filter_mark(call->jail, id, marked);
	call->again = true;
	return tracee_call_next(call->tracee, native_number(id), marked);
}

struct outcome call_rewrite_open(struct call *call, int base, call_finish *finish,
				 void *finish_data)
{
	const struct slot *slot = call->tracee->slot;
	uint64_t args[6] = { (uint64_t)base, slot_address(slot, slot->memory->path),
			     slot_address(slot, &slot->memory->how), sizeof(struct open_how) };

	if (finish == NULL && call->jail->trace == NULL && !call->jail->files_counted &&
	    tracee_call_with_tail(call->tracee, native_number(CALL_openat2), args))
		return (struct outcome){ .kind = OUTCOME_TAIL };
	return call_rewrite(call, CALL_openat2, args, finish, finish_data);
}

int call_remote(struct call *call, enum call_id id, const uint64_t args[6], long *ret_result)
{
	uint64_t marked[6];

	memcpy(marked, args, sizeof(marked));
	guest_filter_mark(call->jail, id, marked);
	return remote_call(call->tracee, native_number(id), marked, ret_result);
}

int call_read(struct call *call, uint64_t address, void *buffer, size_t size)
{
	return memory_read(call->tracee, address, buffer, size);
}

int call_write(struct call *call, uint64_t address, const void *data, size_t size)
{
	return memory_write(call->tracee, address, data, size);
}

int call_read_path(struct call *call, uint64_t address, char **ret_path)
{
	char buffer[PATH_MAX];
	size_t length;
	int status = memory_read_string(call->tracee, address, buffer, sizeof(buffer), &length);

	if (status < 0)
		return status;
	call->names_root = call->names_root || buffer[0] == '/';
	*ret_path = talloc_memdup(call->pool, buffer, length + 1);
	return *ret_path == NULL ? -ENOMEM : 0;
}

struct path_view call_view(struct call *call)
{
	const struct jail *jail = call->jail;
	const struct fs *fs = call->member->fs;
	struct mount *root = jail->mounts->mounts[0];
	struct path_view view = {
		.mounts = jail->mounts,
		.nodes = jail->proc == NULL ? NULL : &jail->nodes,
		.root = { root->handle, root, "", root->guest_fd },
		.caller = { call->tracee->tgid, call->tracee->tid },
		.without_openat2 = !jail->features.openat2,
	};

	if (fs->root >= 0)
		view.root = (struct path_start){ fs->root, fs->root_mount, fs->root_rel,
						 PATH_NO_GUEST_FD };
	if (jail->fake_root != NULL)
		view.rights = rights_of_lookup(call);
	return view;
}

static bool is_guest_fd(const struct jail *jail, int fd)
{
	unsigned int number = (unsigned int)fd;

	return number >= jail->guest_fd_base && number < jail->guest_fd_base + jail->guest_fd_count;
}

/* Opens /proc/TID/NAME; what is missing there is a bad descriptor to the guest. */
static int open_proc_link(pid_t tid, const char *name, int *ret_handle)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	*ret_handle = open(path, O_PATH | O_CLOEXEC);
	if (*ret_handle >= 0)
		return 0;
	return errno == EMFILE || errno == ENFILE ? -ENFILE : -EBADF;
}

int call_open_fd(struct call *call, int fd, int *ret_handle)
{
	char name[24];

	if (fd < 0 || is_guest_fd(call->jail, fd))
		return -EBADF;
	(void)snprintf(name, sizeof(name), "fd/%d", fd);
	return open_proc_link(call->tracee->tid, name, ret_handle);
}

void call_resolve_device(const struct call *call, int fd, int *handle)
{
	char link[40];

	if (!faked_device_any(call->jail))
		return;
	(void)snprintf(link, sizeof(link), "%d/fd/%d", call->tracee->tid, fd);
	faked_device_resolve(call->jail, link, handle);
}

/* KERNEL: before 6.9 only the leader can be named; threads mostly share its table. */
static int open_pidfd(const struct tracee *tracee)
{
	int pidfd = -1;

	if (tracee->tid != tracee->tgid)
		pidfd = (int)syscall(SYS_pidfd_open, tracee->tid, PIDFD_THREAD_FLAG);
	if (pidfd < 0)
		pidfd = (int)syscall(SYS_pidfd_open, tracee->tgid, 0);
	return pidfd < 0 ? -errno : pidfd;
}

int call_dup_fd(struct call *call, int fd, int *ret_fd)
{
	return call_dup_fd_of(call, call->tracee, fd, ret_fd);
}

/* Where the caller closes it last, it is closed aside. */
static int keep_aside(int fd, int *ret_fd)
{
	if (aside_keep(&fd) < 0) {
		fd_close(&fd);
		return -ENFILE;
	}
	*ret_fd = fd;
	return 0;
}

int call_dup_fd_of(const struct call *call, const struct tracee *tracee, int fd, int *ret_fd)
{
	struct last_pidfd *last = &call->jail->last_pidfd;
	pid_t tid = tracee->tid;
	int copy = -1;

	if (fd < 0 || is_guest_fd(call->jail, fd))
		return -EBADF;
	if (!call->jail->features.pidfd_getfd)
		return -ENOSYS;
	if (aside_prepare() < 0)
		return -ENFILE;
	/* It may be that of a thread which is gone and had the same number: ESRCH. */
	if (last->fd >= 0 && last->tid == tid) {
		copy = (int)syscall(SYS_pidfd_getfd, last->fd, fd, 0);
		if (copy < 0 && errno != ESRCH)
			return -errno;
	}
	if (copy < 0) {
		fd_close(&last->fd);
		last->fd = open_pidfd(tracee);
		last->tid = tid;
		if (last->fd < 0)
			return last->fd;
		copy = (int)syscall(SYS_pidfd_getfd, last->fd, fd, 0);
	}
	if (copy < 0)
		return -errno;
	return keep_aside(copy, ret_fd);
}

static bool is_same(int left, int right)
{
	struct stat a, b;

	return fstat(left, &a) == 0 && fstat(right, &b) == 0 && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

/* The remembered cwd is stale, by a native fchdir, or somebody who left: the kernel knows it. */
static int refresh_cwd(struct call *call)
{
	struct fs *fs = call->member->fs;
	int handle;
	int status;

	if (!fs->cwd_stale)
		return 0;
	status = open_proc_link(call->tracee->tid, "cwd", &handle);
	if (status < 0)
		return status == -EBADF ? -ESRCH : status;
	fs->cwd_stands_in = dev_take_stand_in(call->jail, &handle);
	if (!is_same(fs->cwd, handle))
		fs->cwd_mount = NULL;
	shared_fd_drop(&fs->cwd);
	fs->cwd = handle;
	status = handed_in_check(call, handle);
	fs->cwd_stale = status < 0;
	return status;
}

int call_start(struct call *call, int dirfd, struct path_start *ret_start)
{
	struct fs *fs = call->member->fs;
	bool stands_in;
	int handle;
	int status;

	if (dirfd == AT_FDCWD) {
		status = refresh_cwd(call);
		*ret_start = (struct path_start){ fs->cwd, fs->cwd_mount, NULL,
						  fs->cwd_stands_in ? PATH_NO_GUEST_FD : AT_FDCWD };
		return status;
	}
	status = call_open_fd(call, dirfd, &handle);
	if (status < 0)
		return status;
	stands_in = dev_take_stand_in(call->jail, &handle);
	status = handed_in_check_fd(call, call->tracee, dirfd, handle);
	call_resolve_device(call, dirfd, &handle);
	*ret_start = (struct path_start){ call_own_fd(call, handle), NULL, NULL,
					  stands_in ? PATH_NO_GUEST_FD : dirfd };
	return status;
}

int call_own_fd(struct call *call, int fd)
{
	if (call->owned_count == ARRAY_SIZE(call->owned_fds))
		abort();
	call->owned_fds[call->owned_count++] = fd;
	return fd;
}

int call_resolve(struct call *call, int dirfd, uint64_t address, unsigned int flags,
		 struct path_place **ret_place)
{
	char *path;
	int status;

	if (address == 0 && (flags & CALL_NULL_PATH) != 0)
		return call_resolve_path(call, dirfd, "", flags & ~CALL_NULL_PATH, ret_place);
	status = call_read_path(call, address, &path);
	if (status < 0)
		return status;
	return call_resolve_path(call, dirfd, path, flags & ~CALL_NULL_PATH, ret_place);
}

int call_resolve_path(struct call *call, int dirfd, const char *path, unsigned int flags,
		      struct path_place **ret_place)
{
	struct path_view view = call_view(call);
	struct path_start start;
	int status = 0;

	/* The descriptor does not matter to an absolute path, unless it is to be the root. */
	if (path[0] == '/' && (flags & PATH_IN_ROOT) == 0)
		start = view.root;
	else if (path[0] == '\0' && (flags & PATH_EMPTY) == 0)
		return -ENOENT;
	else
		status = call_start(call, dirfd, &start);
	if (status < 0)
		return status;
	if (call->place_count == ARRAY_SIZE(call->places))
		abort();
	*ret_place = &call->places[call->place_count++];
	**ret_place = (struct path_place)PATH_PLACE_INIT;
	if (call->jail->judge != NULL)
		flags |= PATH_PARENT;
	status = path_resolve(call->pool, &view, &start, path, flags, *ret_place);
	return judge_lookup(call, *ret_place, flags, status);
}

int call_may_write(struct call *call, struct path_place *place)
{
	struct path_view view;
	const struct mount *mount;

	if (!call->jail->mounts->any_read_only)
		return 0;
	view = call_view(call);
	mount = path_place_mount(call->pool, &view, place);
	if (mount == NULL)
		return -EXDEV;
	return mount->read_only ? -EROFS : 0;
}

struct handle_name handle_name(int handle)
{
	struct handle_name name;

	(void)snprintf(name.text, sizeof(name.text), "/proc/self/fd/%d", handle);
	return name;
}

void call_apply_umask(struct call *call)
{
	(void)umask(call->member->fs->umask);
}
