/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of mkdir. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("nowhere", "dangling"));
	MUST(symlink("d", "ld"));
	CALL(mkdir("d", 0755));
	CALL(mkdir("f", 0755));
	CALL(mkdir("dangling", 0755));
	CALL(mkdir("ld", 0755));
	CALL(mkdir("missing/d", 0755));
	CALL(mkdir("f/d", 0755));
	CALL(mkdir(".", 0755));
	CALL(mkdir("..", 0755));
	CALL(mkdir("/", 0755));
	CALL(mkdir("d/.", 0755));
	CALL(mkdir("d/..", 0755));
	CALL(mkdir("new/.", 0755));
	CALL(mkdir("new/..", 0755));
	CALL(mkdir("", 0755));
	CALL(mkdir(bad_memory(), 0755));
	CALL(mkdir(repeat('a', 255), 0755));
	CALL(mkdir(repeat('a', 256), 0755));
	CALL(mkdirat(999, "x", 0755));
	CALL(mkdirat(open("f", O_RDONLY), "x", 0755));
	return 0;
}
