/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The path errors of mknod and mknodat. */
#include "guest.h"

int main(void)
{
	int dir;

	MUST(mkdir("d", 0755));
	MUST(symlink("nowhere", "l"));
	CALL(mkfifo("d", 0644));
	CALL(mkfifo("l", 0644));
	CALL(mkfifo("new/", 0644));
	CALL(mkfifo("d/", 0644));
	CALL(mkfifo("missing/p", 0644));
	CALL(mkfifo("", 0644));
	CALL(mkfifo(".", 0644));
	CALL(mkfifo("/", 0644));
	CALL(mkfifo(bad_memory(), 0644));
	dir = MUST(open("d", O_PATH));
	CALL(mknodat(dir, "p", S_IFIFO | 0600, 0));
	CALL(mknodat(dir, "p", S_IFIFO | 0600, 0));
	CALL(mknodat(999, "p", S_IFIFO | 0600, 0));
	show_path("d/p");
	return 0;
}
