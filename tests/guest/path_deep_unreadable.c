/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Up again from a place longer than PATH_MAX, once a directory above cannot be listed any more. */
#include "guest.h"

#define DEPTH 40

int main(void)
{
	char *name = repeat('d', 200);
	int high = -1;
	struct stat st;

	for (int depth = 0; depth < DEPTH; depth++) {
		MUST(mkdir(name, 0755));
		if (depth == 5)
			high = MUST(open(name, O_RDONLY | O_DIRECTORY));
		MUST(chdir(name));
	}
	CALL(stat("..", &st));
	CALL(chdir_up(3));
	MUST(fchmod(high, 0311));
	CALL(chdir_up(7));
	CALL(stat("..", &st));
	CALL(mkdir("../beside", 0755));
	CALL(rmdir("../beside"));
	CALL(chdir_up(DEPTH - 10 - 6));
	show_same(".", "/proc/self/cwd");
	TRY_OPEN(open(".", O_RDONLY | O_DIRECTORY));
	MUST(fchmod(high, 0755));
	TRY_OPEN(open(".", O_RDONLY | O_DIRECTORY));
	return 0;
}
