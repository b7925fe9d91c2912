/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_NOFOLLOW refuses only a link in the last component. */
#include "guest.h"

static void open_all(void)
{
	int fd = open("d", O_RDONLY | O_DIRECTORY);

	TRY_OPEN(open("lf", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld/f", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
	TRY_OPEN(open("ld/", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld/.", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("lf/", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("d/f", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("lf", O_WRONLY | O_TRUNC | O_NOFOLLOW));
	TRY_OPEN(openat(fd, "up", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(openat(fd, "up", O_RDONLY | O_NOFOLLOW | O_PATH));
	TRY_OPEN(openat(fd, "up/f", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(openat(fd, "round", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(openat(fd, "round", O_RDONLY));
	TRY_OPEN(openat(fd, "f", O_RDONLY | O_NOFOLLOW));
	close(fd);
}

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("d", "ld"));
	MUST(symlink("d/f", "lf"));
	MUST(symlink("../d", "d/up"));
	MUST(symlink("round", "d/round"));
	/* Often enough that it stops no more. */
	for (int i = 0; i < 3; i++)
		open_all();
	show_file("d/f");
	return 0;
}
