/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Times of files one may not write, and of paths that lead nowhere. */
#include "guest.h"

int main(void)
{
	struct timespec set[2] = { { 1, 0 }, { 2, 0 } };

	put_file("f", "x");
	MUST(chmod("f", 0));
	CALL(utimensat(AT_FDCWD, "f", set, 0));
	CALL(utimensat(AT_FDCWD, "f", NULL, 0));
	CALL(utimensat(AT_FDCWD, "missing", set, 0));
	CALL(utimensat(AT_FDCWD, "f/", set, 0));
	CALL(utimensat(AT_FDCWD, "/dev/zero", set, 0));
	CALL(utimensat(999, "f", set, 0));
	CALL(syscall(SYS_utimensat, open("f", O_PATH), NULL, set, 0));
	return 0;
}
