/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * setns and quotactl: what only root may do, and nobody in a jail. Which argument is wrong is
 * told as the kernel tells an ordinary user. None of it must ever reach the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/quota.h>
#include <linux/sched.h>
#include <sys/stat.h>

#include "syscall/handed_in.h"
#include "syscall/handlers.h"
#include "syscall/pidfd.h"

#define NAMESPACES                                                                                 \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)

/* setns(fd, flags). KERNEL: kernel/nsproxy.c; a namespace's own file no member can open. */
struct outcome on_setns(struct call *call)
{
	unsigned int flags = call_uint(call, 1);
	pid_t pid;
	int status = handed_in_flags(call->tracee->tid, call_int(call, 0));

	if (status < 0 || (status & O_PATH) != 0)
		return outcome_fail(EBADF);
	if (pidfd_read(call, call_int(call, 0), &pid) < 0 || flags == 0 ||
	    (flags & ~(unsigned int)NAMESPACES) != 0)
		return outcome_fail(EINVAL);
	return outcome_fail(EPERM);
}

static int check_device(struct call *call, uint64_t address)
{
	struct path_place *place;
	struct stat info;
	int status = call_resolve(call, AT_FDCWD, address, PATH_FOLLOW, &place);

	if (status < 0)
		return status;
	if (place->handle < 0 || fstat(place->handle, &info) < 0 || !S_ISBLK(info.st_mode))
		return -ENOTBLK;
	return -EPERM;
}

/* quotactl(cmd, special, id, addr). KERNEL: fs/quota/quota.c */
struct outcome on_quotactl(struct call *call)
{
	unsigned int command = call_uint(call, 0);

	if ((command & SUBCMDMASK) >= MAXQUOTAS)
		return outcome_fail(EINVAL);
	if (call->args[1] == 0)
		return outcome_fail(command >> SUBCMDSHIFT == Q_SYNC ? 0 : ENODEV);
	return outcome_fail(check_device(call, call->args[1]));
}

/* quotactl_fd(fd, cmd, id, addr) */
struct outcome on_quotactl_fd(struct call *call)
{
	unsigned int command = call_uint(call, 1);

	if (handed_in_flags(call->tracee->tid, call_int(call, 0)) < 0)
		return outcome_fail(EBADF);
	if ((command & SUBCMDMASK) >= MAXQUOTAS)
		return outcome_fail(EINVAL);
	return outcome_fail(command >> SUBCMDSHIFT == Q_SYNC ? 0 : EPERM);
}
