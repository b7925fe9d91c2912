/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The flags of fstatat, known and unknown. */
#include "guest.h"

int main(void)
{
	struct stat st;
	int dir, fd;

	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("f", "d/l"));
	dir = MUST(open("d", O_RDONLY | O_DIRECTORY));
	fd = MUST(open("d/f", O_RDONLY));
	CALL(fstatat(dir, "l", &st, 0));
	show_stat("followed", &st);
	CALL(fstatat(dir, "l", &st, AT_SYMLINK_NOFOLLOW));
	show_stat("not followed", &st);
	CALL(fstatat(dir, "", &st, 0));
	CALL(fstatat(dir, "", &st, AT_EMPTY_PATH));
	show_stat("empty", &st);
	CALL(fstatat(fd, "", &st, AT_EMPTY_PATH));
	CALL(fstatat(AT_FDCWD, "", &st, AT_EMPTY_PATH));
	CALL(fstatat(-1, "", &st, AT_EMPTY_PATH));
	CALL(fstatat(fd, "f", &st, AT_EMPTY_PATH));
	CALL(fstatat(dir, "f", &st, AT_EMPTY_PATH));
	CALL(fstatat(dir, "f", &st, AT_NO_AUTOMOUNT));
	CALL(fstatat(dir, "f", &st, AT_REMOVEDIR));
	CALL(fstatat(dir, "f", &st, AT_SYMLINK_FOLLOW));
	CALL(fstatat(dir, "f", &st, 0x8000));
	CALL(fstatat(dir, "f", &st, AT_STATX_FORCE_SYNC));
	CALL(fstatat(dir, "f", &st, AT_STATX_DONT_SYNC));
	CALL(fstatat(dir, "f", &st, AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC));
	CALL(fstatat(dir, "missing", &st, 0));
	CALL(fstatat(999, "f", &st, 0));
	return 0;
}
