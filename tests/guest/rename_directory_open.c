/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A directory that is open and worked in may be renamed under its users. */
#include "guest.h"

int main(void)
{
	int dir;

	MUST(mkdir("a", 0755));
	put_file("a/f", "x");
	dir = MUST(open("a", O_RDONLY));
	CALL(rename("a", "b"));
	TRY_OPEN(openat(dir, "f", O_RDONLY));
	TRY_OPEN(openat(dir, "g", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(openat(dir, "../b/g", O_RDONLY));
	TRY_OPEN(openat(dir, "../a/g", O_RDONLY));
	show_dir("b");
	return 0;
}
