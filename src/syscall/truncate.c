/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * truncate by path: opened for writing through the judged handle and cut by descriptor,
 * because truncate(2) itself waits for leases (F_SETLEASE), and the tracer never waits.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/exec.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
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

static int truncate_handle(struct call *call, int handle, off_t size)
{
	struct handle_name object = handle_name(handle);
	CLEANUP_FD int fd = -1;
	struct stat st;
	int status;

	fd = open(object.text, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	status = check_size_limit(call, size, st.st_size);
	if (status < 0)
		return status;
	return ftruncate(fd, size) < 0 ? -errno : 0;
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
	if (status < 0)
		return outcome_fail(status);
	if (place_is_node(place))
		return outcome_fail(place->node_kind == NODE_DIRECTORY ? EISDIR : EACCES);
	if (fstat(place->handle, &st) < 0)
		return outcome_fail(errno);
	/* KERNEL: vfs_truncate() asks for the type before it asks for rights. */
	if (S_ISDIR(st.st_mode))
		return outcome_fail(EISDIR);
	if (!S_ISREG(st.st_mode))
		return outcome_fail(EINVAL);
	status = call_may_write(call, place);
	if (status == -EXDEV)
		status = change_handle_allowed(call, place->handle);
	if (status == 0)
		status = exec_may_write(call->jail, place->handle);
	if (status == 0)
		status = truncate_handle(call, place->handle, size);
	/* A lease holder would be asked to give way and be waited for. */
	return outcome_status(status == -EWOULDBLOCK ? -EAGAIN : status);
}
