/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Each probe is the call itself with harmless or deliberately bad arguments: a filter
 * above us (Docker, systemd) may refuse what the kernel has.
 */
#include "syscall/features.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "util/broken.h"
#include "util/fd.h"
#include "util/listener.h"

#define MSEAL_NUMBER 462

static bool has_openat2(void)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH };
	CLEANUP_FD int fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how));

	return fd >= 0 || errno == EACCES;
}

static bool has_process_vm(void)
{
	char from = 'x';
	char to = 0;
	struct iovec local = { &to, 1 };
	struct iovec remote = { &from, 1 };

	return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == 1 && to == from;
}

static bool has_memfd(void)
{
	CLEANUP_FD int fd = memfd_create("ptjail-probe", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	return fd >= 0;
}

static bool has_pidfd_getfd(void)
{
	CLEANUP_FD int pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	CLEANUP_FD int copy = pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, pidfd, 0);

	return copy >= 0;
}

static bool has_seccomp(void)
{
	uint32_t action = SECCOMP_RET_TRACE;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0 &&
	       (BROKEN_LISTENER || !listener_is_there());
}

static bool has_mseal(void)
{
	/* Length 0 is fine to a kernel that knows the call, and seals nothing. */
	return syscall(MSEAL_NUMBER, 0UL, 0UL, 0UL) == 0;
}

static bool has_set_mm(void)
{
	unsigned int size;

	/* KERNEL: CONFIG_CHECKPOINT_RESTORE; asking for the structure's size needs no right. */
	return prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 0) == 0;
}

struct features features_probe(void)
{
	return (struct features){
		.seccomp = has_seccomp(),
		.openat2 = has_openat2(),
		.process_vm = has_process_vm(),
		.memfd = has_memfd(),
		.pidfd_getfd = has_pidfd_getfd(),
		.mseal = has_mseal(),
		.set_mm = has_set_mm(),
	};
}
