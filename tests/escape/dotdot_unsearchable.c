/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ".." from below directories that cannot be searched, or listed and longer than a path may be. */
#include "escape.h"

#define DEPTH 40

static void climb(const char *from)
{
	char up[3 * 300 + PATH_MAX] = "";
	char where[PATH_MAX];
	int fd;

	for (int i = 0; i < 300; i++)
		strcat(up, "../");
	strcat(up, outside("secret") + 1);
	refuse_secret(open(up, O_RDONLY), from);
	for (int i = 0; i < 100; i++) {
		if (chdir("..") < 0)
			break;
		refuse_secret(open(outside("secret") + 1, O_RDONLY), from);
		refuse_secret(open("out/secret", O_RDONLY), from);
		refuse_secret(open("../out/secret", O_RDONLY), from);
	}
	if (getcwd(where, sizeof(where)) != NULL && strstr(where, "esc.") != NULL)
		escaped("getcwd tells %s", where);
	fd = open("..", O_PATH | O_DIRECTORY);
	if (fd >= 0)
		refuse_secret(openat(fd, outside("secret") + 1, O_RDONLY), from);
}

int main(void)
{
	char name[201];
	int top;

	memset(name, 'd', 200);
	name[200] = '\0';
	enter_scratch();
	mkdir("a", 0755);
	mkdir("a/b", 0755);
	mkdir("a/b/c", 0755);
	top = open(".", O_RDONLY | O_DIRECTORY);
	if (top < 0 || chdir("a/b/c") < 0)
		broken("chdir");
	if (fchmodat(top, "a", 0, 0) < 0)
		broken("chmod");
	climb("below a directory without search permission");
	if (fchdir(top) < 0)
		broken("fchdir");
	for (int depth = 0; depth < DEPTH; depth++) {
		if (mkdir(name, depth % 5 ? 0755 : 0311) < 0 || chdir(name) < 0)
			broken("mkdir");
	}
	climb("below directories without names");
	contained();
}
