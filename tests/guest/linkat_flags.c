/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* linkat with AT_SYMLINK_FOLLOW, AT_EMPTY_PATH, unknown flags and bases. */
#include "guest.h"

int main(void)
{
	int dir, fd;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	dir = MUST(open("d", O_RDONLY));
	fd = MUST(open("f", O_RDONLY));
	CALL(linkat(AT_FDCWD, "l", dir, "followed", AT_SYMLINK_FOLLOW));
	CALL(linkat(AT_FDCWD, "l", dir, "link", 0));
	show_path("d/followed");
	show_path("d/link");
	CALL(linkat(AT_FDCWD, "dangling", dir, "x", AT_SYMLINK_FOLLOW));
	CALL(linkat(AT_FDCWD, "f", dir, "x", AT_SYMLINK_NOFOLLOW));
	CALL(linkat(AT_FDCWD, "f", dir, "x", 0x8000));
	CALL(linkat(fd, "", AT_FDCWD, "y", 0));
	if (kernel_since(6, 10))
		CALL(linkat(dir, "followed", AT_FDCWD, "z", AT_EMPTY_PATH));
	CALL(linkat(999, "f", dir, "x", 0));
	CALL(linkat(AT_FDCWD, "f", 999, "x", 0));
	CALL(linkat(AT_FDCWD, "d", AT_FDCWD, "x", AT_SYMLINK_FOLLOW));
	show_dir("d");
	return 0;
}
