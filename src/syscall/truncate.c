/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * truncate by path: opened for writing through the judged handle and cut then,
 * because truncate(2) alone waits for leases (F_SETLEASE), and the tracer never waits: where
 * there is one, the tracee opens the file, and waits.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/openat2.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/deliver.h"
#include "syscall/exec.h"
#include "syscall/faked.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "syscall/rights.h"
#include "tracer/limits.h"
#include "util/fd.h"

/*
 * KERNEL: inode_newsize_ok(): a file that grows beyond the caller's RLIMIT_FSIZE is EFBIG
 * and SIGXFSZ to the calling thread. The tracer's own limit is put out of the way.
 */
static int check_size_limit(struct call *call, off_t size, off_t old_size)
{
	struct tracee *tracee = call->tracee;
	struct rlimit limit, own;

	if (size <= old_size)
		return 0;
	if (prlimit(tracee->tid, RLIMIT_FSIZE, NULL, &limit) < 0)
		return -errno;
	if (limit.rlim_cur != RLIM_INFINITY && (rlim_t)size > limit.rlim_cur) {
		(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, SIGXFSZ);
		return -EFBIG;
	}
	if (getrlimit(RLIMIT_FSIZE, &own) == 0 && own.rlim_cur < own.rlim_max) {
		own.rlim_cur = own.rlim_max;
		(void)setrlimit(RLIMIT_FSIZE, &own);
	}
	return 0;
}

/* KERNEL: do_ftruncate(): not a mere name, nor what was opened for reading, or for neither. */
static bool may_cut(int fd, mode_t mode)
{
	int access = fcntl(fd, F_GETFL) & O_ACCMODE;

	return S_ISREG(mode) && (access == O_WRONLY || access == O_RDWR);
}

/*
 * By a name, since ftruncate moves times also where truncate leaves them (tmpfs): that of a
 * descriptor of ptjail's own, while which is open for writing nobody has a lease. Where it is not
 * to be had, because of a lease or the file's mode, the guest's is enough. Must never cut by name
 * what the guest's own descriptor could not.
 */
static int cut(struct call *call, int fd, off_t size)
{
	CLEANUP_FD int own = -1;
	struct stat st;
	int status = fstat(fd, &st) < 0 ? -errno : 0;

	if (status == 0 && !may_cut(fd, st.st_mode))
		status = -EINVAL;
	if (status == 0)
		status = check_size_limit(call, size, st.st_size);
	if (status)
		return status;
	own = open(handle_name(fd).text, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (own >= 0 && truncate(handle_name(own).text, size) == 0)
		return 0;
	return ftruncate(fd, size) < 0 ? -errno : 0;
}

/* The tracee has waited. RACE: a sibling may exchange its descriptor, for one that it may cut. */
static long cut_opened(struct call *call, long result)
{
	const off_t *size = call->finish_data;
	CLEANUP_FD int copy = -1;
	int status;

	if (result < 0)
		return result;
	status = call_dup_fd(call, (int)result, &copy);
	if (status == 0)
		status = cut(call, copy, *size);
	return deliver_close(call, (int)result) < 0 ? -ESRCH : status;
}

/* A lease holder is asked to give way, and waited for: by an open of the tracee's. */
static struct outcome truncate_after_wait(struct call *call, const struct path_place *place,
					  off_t size)
{
	const struct open_how how = { .flags = O_WRONLY | O_NOCTTY | O_CLOEXEC };
	off_t *kept = talloc(call->pool, off_t);

	if (kept == NULL)
		return outcome_fail(ENOMEM);
	*kept = size;
	return deliver_open_judged(call, place, &how, cut_opened, kept);
}

static int truncate_object(struct call *call, const struct path_place *place, off_t size)
{
	struct handle_name object = handle_name(place->handle);
	CLEANUP_FD int fd = open(object.text, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	return fd < 0 ? -errno : cut(call, fd, size);
}

/*
 * /proc/self/fd/N, and no mount holds what it leads to: a memfd, a deleted file, standard
 * input from outside. Its descriptor's own right to write decides; to open it anew could
 * give more (the user's file that the guest was given to read).
 */
static int truncate_descriptor(struct call *call, const struct path_place *place, off_t size)
{
	CLEANUP_FD int copy = -1;
	struct stat named, st;
	pid_t tid;
	int fd, status;

	if (!place->node || proc_fd_node(place->node, &tid, &fd) < 0 ||
	    (tid != call->tracee->tid && tid != call->tracee->tgid))
		return -EACCES;
	status = call_dup_fd(call, fd, &copy);
	if (status)
		return status == -ENOSYS ? -EACCES : status;
	if (fstat(copy, &st) < 0 || fstat(place->handle, &named) < 0)
		return -errno;
	/* RACE: another thread may put another file under the number: not the judged one. */
	if (st.st_ino != named.st_ino || st.st_dev != named.st_dev)
		return -EACCES;
	if ((fcntl(copy, F_GETFL) & O_ACCMODE) == O_RDONLY)
		return -EACCES;
	return cut(call, copy, size);
}

static int truncate_place(struct call *call, struct path_place *place, off_t size)
{
	struct path_view view = call_view(call);
	bool outside = place->magic && !path_place_mount(call->pool, &view, place);
	int status = outside ? change_handle_allowed(call, place->handle)
			     : call_may_write(call, place);

	/* KERNEL: vfs_truncate() asks for the rights first. */
	if (status == -EROFS &&
	    faccessat(AT_FDCWD, handle_name(place->handle).text, W_OK, AT_EACCESS) < 0)
		status = -errno;
	if (status == 0)
		status = exec_may_write(call->jail, place->handle);
	if (status)
		return status;
	return outside ? truncate_descriptor(call, place, size)
		       : truncate_object(call, place, size);
}

struct outcome on_truncate(struct call *call)
{
	off_t size = (off_t)call_long(call, 1);
	struct path_place *place;
	struct stat st;
	int status;

	if (size < 0)
		return outcome_fail(EINVAL);
	status = call_resolve(call, AT_FDCWD, call_long(call, 0), PATH_FOLLOW, &place);
	if (status)
		return outcome_fail(status);
	if (place_is_node(place)) {
		const struct caller caller = call_view(call).caller;

		/* KERNEL: proc_setattr() takes any size. */
		return outcome_status(
			place->node_kind == NODE_DIRECTORY
				? -EISDIR
				: proc_access(call->jail->proc, &caller, place->node, W_OK));
	}
	status = call->jail->fake_root != NULL   ? faked_stat(call->jail, place->handle, &st)
		 : fstat(place->handle, &st) < 0 ? -errno
						 : 0;
	if (status)
		return outcome_fail(status);
	/* KERNEL: vfs_truncate() asks for the type before it asks for rights. */
	if (S_ISDIR(st.st_mode))
		return outcome_fail(EISDIR);
	if (!S_ISREG(st.st_mode))
		return outcome_fail(EINVAL);
	status = rights_access(call, place->handle, W_OK);
	if (status == 0)
		status = truncate_place(call, place, size);
	if (status == 0 && call->jail->fake_root != NULL)
		faked_wrote(call, place->handle);
	return status == -EWOULDBLOCK ? truncate_after_wait(call, place, size)
				      : outcome_status(status);
}

/*
 * KERNEL: with FALLOC_FL_KEEP_SIZE space is taken behind a file's end, and no limit of its size is
 * asked but by some file systems. All that is judged lies in registers.
 */
struct outcome on_fallocate(struct call *call)
{
	const struct limits *limits = call->jail->limits;
	uint64_t most = limits == NULL ? 0 : limits_asked(limits)->output;
	int mode = call_int(call, 1);
	off_t offset = (off_t)call_long(call, 2), size = (off_t)call_long(call, 3);
	CLEANUP_FD int copy = -1;
	int status;

	if (most == 0 || (mode & FALLOC_FL_KEEP_SIZE) == 0 || (mode & FALLOC_FL_PUNCH_HOLE) != 0 ||
	    offset < 0 || size <= 0 || (uint64_t)offset + (uint64_t)size <= most)
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status == -EBADF)
		return outcome_fail(EBADF);
	(void)syscall(SYS_tgkill, call->tracee->tgid, call->tracee->tid, SIGXFSZ);
	return outcome_fail(EFBIG);
}
