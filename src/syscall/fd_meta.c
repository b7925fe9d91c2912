/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * fchmod, fchown and futimens on descriptors. Never lets the kernel look at the tracee's
 * descriptor number again after it was judged.
 */
#include "syscall/fd_meta.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/faked_attr.h"
#include "syscall/handlers.h"
#include "syscall/rights.h"

int fd_meta_open(struct call *call, int fd, int *ret_fd)
{
	int copy, flags, status = call_dup_fd(call, fd, &copy);

	if (status == -ENOSYS)
		status = call_open_fd(call, fd, &copy);
	else if (status == 0 && (flags = fcntl(copy, F_GETFL)) >= 0 && (flags & O_PATH)) {
		(void)close(copy);
		return -EBADF;
	}
	if (status)
		return status;
	call_resolve_device(call, fd, &copy);
	*ret_fd = call_own_fd(call, copy);
	return change_handle_allowed(call, *ret_fd);
}

struct outcome fd_meta_set_times(struct call *call, int fd, const struct timespec times[2])
{
	struct handle_name object;
	int copy, status;

	if (!change_is_guarded(call->jail) && call->jail->fake_root == NULL)
		return outcome_native();
	status = fd_meta_open(call, fd, &copy);
	if (status == 0)
		status = rights_set_times(call, copy, times);
	if (status)
		return outcome_fail(status);
	object = handle_name(copy);
	if (utimensat(AT_FDCWD, object.text, times, 0) < 0)
		return outcome_fail(errno);
	if (call->jail->fake_root != NULL)
		faked_retimed(call, copy);
	return outcome_done(0);
}

struct outcome on_fd_chmod(struct call *call)
{
	struct handle_name object;
	int copy, status = fd_meta_open(call, call_int(call, 0), &copy);

	if (status)
		return outcome_fail(status);
	if (call->jail->fake_root != NULL)
		return outcome_status(faked_chmod(call, copy, call_uint(call, 1)));
	object = handle_name(copy);
	return outcome_status(chmod(object.text, call_uint(call, 1) & 07777) < 0 ? -errno : 0);
}

struct outcome on_fd_chown(struct call *call)
{
	int copy, status = fd_meta_open(call, call_int(call, 0), &copy);

	if (status)
		return outcome_fail(status);
	if (call->jail->fake_root != NULL)
		return outcome_status(
			faked_chown(call, copy, call_uint(call, 1), call_uint(call, 2)));
	status = fchownat(copy, "", call_uint(call, 1), call_uint(call, 2), AT_EMPTY_PATH);
	return outcome_status(status < 0 ? -errno : 0);
}
