/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chmod, fchmod, fchmodat and fchmodat2. */
#include "guest.h"

static void show_fchmodat2(int dir, int path)
{
	CALL(syscall(SYS_fchmodat2, dir, "f", 0605, 0));
	CALL(syscall(SYS_fchmodat2, dir, "l", 0606, AT_SYMLINK_NOFOLLOW));
	show_path("f");
	CALL(syscall(SYS_fchmodat2, path, "", 0607, AT_EMPTY_PATH));
	show_path("f");
	CALL(syscall(SYS_fchmodat2, dir, "f", 0600, 0x8000));
	CALL(syscall(SYS_fchmodat2, dir, "", 0600, 0));
}

int main(void)
{
	int fd, path, dir;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	fd = MUST(open("f", O_RDONLY));
	path = MUST(open("f", O_PATH));
	dir = MUST(open(".", O_RDONLY));
	CALL(chmod("l", 0601));
	show_path("f");
	CALL(fchmod(fd, 0602));
	show_path("f");
	CALL(fchmod(path, 0603));
	CALL(syscall(SYS_fchmodat, dir, "f", 0604));
	show_path("f");
	if (kernel_since(6, 6))
		show_fchmodat2(dir, path);
	CALL(chmod("f", 07755));
	show_path("f");
	CALL(chmod("f", 0177777));
	show_path("f");
	CALL(chmod("dangling", 0600));
	CALL(chmod("f/", 0600));
	CALL(chmod("", 0600));
	CALL(chmod("/dev/null", 0600));
	CALL(chmod(bad_memory(), 0600));
	return 0;
}
