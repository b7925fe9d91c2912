/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH and unknown flags. */
#include "guest.h"

static long access2(int dir, const char *path, int mode, int flags)
{
	return syscall(SYS_faccessat2, dir, path, mode, flags);
}

int main(void)
{
	int fd;

	put_file("f", "x");
	MUST(chmod("f", 0400));
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	fd = MUST(open("f", O_RDONLY));
	CALL(access2(AT_FDCWD, "f", R_OK, 0));
	CALL(access2(AT_FDCWD, "f", W_OK, AT_EACCESS));
	CALL(access2(AT_FDCWD, "l", W_OK, 0));
	CALL(access2(AT_FDCWD, "l", W_OK, AT_SYMLINK_NOFOLLOW));
	CALL(access2(AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW));
	CALL(access2(AT_FDCWD, "dangling", F_OK, 0));
	CALL(access2(fd, "", R_OK, AT_EMPTY_PATH));
	CALL(access2(fd, "", W_OK, AT_EMPTY_PATH));
	CALL(access2(fd, "", R_OK, 0));
	CALL(access2(fd, "x", R_OK, 0));
	CALL(access2(999, "", R_OK, AT_EMPTY_PATH));
	CALL(access2(AT_FDCWD, "", R_OK, AT_EMPTY_PATH));
	CALL(access2(AT_FDCWD, "f", R_OK, 0x8000));
	CALL(access2(AT_FDCWD, "f", 8, 0));
	CALL(syscall(SYS_faccessat, AT_FDCWD, "f", R_OK));
	return 0;
}
