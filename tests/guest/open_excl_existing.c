/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CREAT|O_EXCL fails with EEXIST on every kind of existing thing. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "l"));
	MUST(symlink("d", "ld"));
	MUST(mkfifo("p", 0644));
	TRY_OPEN(open("f", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("d", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("d", O_CREAT | O_EXCL | O_RDONLY, 0644));
	TRY_OPEN(open("l", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("ld", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("p", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open(".", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("..", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("/", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("new", O_CREAT | O_EXCL | O_RDWR, 0644));
	TRY_OPEN(open("new", O_CREAT | O_EXCL | O_RDWR, 0644));
	return 0;
}
