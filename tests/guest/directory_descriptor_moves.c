/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A directory descriptor keeps its directory through renames and removal. */
#include "guest.h"

int main(void)
{
	struct stat st;
	int dir;

	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	MUST(mkdir("c", 0755));
	dir = MUST(open("a/b", O_RDONLY));
	MUST(rename("a/b", "c/d"));
	CALL(mkdirat(dir, "in", 0755));
	show_path("c/d/in");
	CALL(fstatat(dir, "../d/in", &st, 0));
	CALL(fstatat(dir, "../b", &st, 0));
	TRY_OPEN(openat(dir, "../../c", O_RDONLY));
	CALL(unlinkat(dir, "in", AT_REMOVEDIR));
	MUST(rmdir("c/d"));
	CALL(mkdirat(dir, "late", 0755));
	CALL(fstatat(dir, ".", &st, 0));
	CALL(fstatat(dir, "..", &st, 0));
	TRY_OPEN(openat(dir, "x", O_CREAT | O_WRONLY, 0644));
	CALL(fchdir(dir));
	return 0;
}
