/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A result buffer in read-only memory is EFAULT and stays as it was. */
#include "guest.h"

static const char constant[4096] __attribute__((aligned(4096))) = "constant";

int main(void)
{
	char *volatile target = (char *)(uintptr_t)constant;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	CALL(syscall(SYS_newfstatat, AT_FDCWD, "f", target, 0));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "l", target, 10));
	CALL(syscall(SYS_getcwd, target, 4096));
	CALL(syscall(SYS_statx, AT_FDCWD, "f", 0, STATX_BASIC_STATS, target));
	CALL(syscall(SYS_statfs, "/", target));
	puts(target);
	return 0;
}
