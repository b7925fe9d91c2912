/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: there is no direction flag. */
#ifndef PTJAIL_TESTS_GUEST_STATX_BACKWARDS_H
#define PTJAIL_TESTS_GUEST_STATX_BACKWARDS_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline long statx_backwards(const char *path, void *buffer)
{
	return syscall(SYS_statx, AT_FDCWD, path, 0, 0x7ff, buffer);
}

#endif
