/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Up from a place longer than PATH_MAX, below a directory that could never be listed. */
#include "guest.h"

#define DEPTH 40

int main(void)
{
	char *name = repeat('d', 200);
	char here[PATH_MAX];
	struct stat st;
	int top = MUST(open(".", O_RDONLY | O_DIRECTORY));

	for (int depth = 0; depth < DEPTH; depth++) {
		MUST(mkdir(name, depth == 30 || depth == 5 ? 0311 : 0755));
		MUST(chdir(name));
	}
	CALL(stat("..", &st));
	CALL(stat("../../..", &st));
	CALL(syscall(SYS_getcwd, here, sizeof(here)));
	put_file("f", "deep");
	CALL(link("f", "../g"));
	show_file("../g");
	CALL(mkdir("../beside", 0755));
	CALL(rmdir("../beside"));
	CALL(rename("../g", "h"));
	TRY_OPEN(open("..", O_RDONLY | O_DIRECTORY));
	CALL(chdir_up(20));
	CALL(stat("..", &st));
	TRY_OPEN(open("..", O_PATH));
	CALL(chdir_up(DEPTH - 20));
	show_same(".", "/proc/self/cwd");
	CALL(fchdir(top));
	return 0;
}
