/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An O_PATH directory serves as the base of *at calls and of fchdir. */
#include "guest.h"

int main(void)
{
	struct stat st;
	int fd;

	MUST(mkdir("d", 0755));
	put_file("d/f", "inside");
	fd = MUST(open("d", O_PATH | O_DIRECTORY));
	TRY_OPEN(openat(fd, "f", O_RDONLY));
	CALL(mkdirat(fd, "sub", 0700));
	CALL(fstatat(fd, "sub", &st, 0));
	CALL(unlinkat(fd, "f", 0));
	show_dir("d");
	CALL(fchdir(fd));
	show_path("sub");
	TRY_OPEN(openat(fd, "../d/sub", O_RDONLY));
	TRY_OPEN(openat(fd, ".", O_RDONLY | O_DIRECTORY));
	return 0;
}
