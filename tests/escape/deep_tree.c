/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-05: a tree 2,000 deep, whose names no path can hold: looking up, climbing, moving and removing
 * in it leads nowhere outside and holds nobody up.
 */
#include "escape.h"

#define DEPTH 2000

static void climb(int levels)
{
	static char path[3 * DEPTH + PATH_MAX];
	char *end = path;

	for (int i = 0; i < levels; i++)
		end += sprintf(end, "../");
	strcpy(end, outside("secret") + 1);
	refuse_secret(open(path, O_RDONLY), "climbing out of a deep tree");
}

int main(void)
{
	static char cwd[4 * PATH_MAX];
	double begin = now();
	int bottom;

	enter_scratch();
	for (int i = 0; i < DEPTH; i++) {
		if (mkdir("d", 0700) < 0 || chdir("d") < 0)
			broken("level %d", i);
	}
	bottom = open(".", O_RDONLY | O_DIRECTORY);
	for (int levels = 1; levels < 1300; levels += 400)
		climb(levels);
	(void)syscall(SYS_getcwd, cwd, sizeof(cwd));
	if (strstr(cwd, given("ESCAPE_OUT")) != NULL)
		escaped("a host path");
	make_file("file", "file");
	(void)symlink("d/d/d/d/d/../../../../../file", "link");
	for (int i = 0; i < DEPTH / 100 + 1; i++) {
		char up[3 * 100 + 1] = "";

		for (int j = 0; j < 100; j++)
			strcat(up, "../");
		if (i == DEPTH / 200)
			(void)rename("d", "e");
		(void)chdir(up);
	}
	refuse_secret(open("out/secret", O_RDONLY), "leaving a deep tree");
	refuse_secret(openat(bottom, "../../out/secret", O_RDONLY), "leaving a deep tree");
	(void)fchdir(bottom);
	climb(1200);
	if (now() - begin > HELD_UP_SECONDS)
		escaped("it takes %.0f s", now() - begin);
	contained();
}
