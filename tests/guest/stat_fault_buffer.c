/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A result buffer that cannot be written is EFAULT, after the path's own errors. */
#include "guest.h"

int main(void)
{
	struct stat *bad = (struct stat *)bad_memory();
	char text[16];

	put_file("f", "x");
	MUST(symlink("f", "l"));
	CALL(syscall(SYS_newfstatat, AT_FDCWD, "f", bad, 0));
	CALL(syscall(SYS_newfstatat, AT_FDCWD, "missing", bad, 0));
	CALL(syscall(SYS_newfstatat, AT_FDCWD, "f", NULL, 0));
	CALL(syscall(SYS_fstat, 0, bad));
	CALL(syscall(SYS_statx, AT_FDCWD, "f", 0, STATX_BASIC_STATS, bad));
	CALL(syscall(SYS_statx, AT_FDCWD, "missing", 0, STATX_BASIC_STATS, bad));
	CALL(syscall(SYS_statfs, "f", bad));
	CALL(syscall(SYS_statfs, "missing", bad));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "l", bad, 10));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "f", bad, 10));
	CALL(syscall(SYS_getcwd, bad, 4096));
	CALL(syscall(SYS_getxattr, "f", "user.none", bad, 10));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "l", text, 1));
	return 0;
}
