/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E10: a directory is moved up and down while ".." is walked from within it.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static void *move(void *data)
{
	(void)data;
	for (;;) {
		(void)rename("a/b/c/d", "d");
		(void)rename("d", "a/b/c/d");
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	char path[PATH_MAX] = "a/b/c/d/e/f";
	int deep;

	enter_scratch();
	mkdir("a", 0755);
	mkdir("a/b", 0755);
	mkdir("a/b/c", 0755);
	mkdir("a/b/c/d", 0755);
	mkdir("a/b/c/d/e", 0755);
	mkdir("a/b/c/d/e/f", 0755);
	deep = open("a/b/c/d/e/f", O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < 9; i++)
		strcat(path, "/..");
	strcat(path, outside("secret"));
	start(move, NULL);
	while (racing(&race)) {
		refuse_secret(open(path, O_RDONLY), "a path over a moving directory");
		refuse_secret(openat(deep, path + strlen("a/b/c/d/e/f/"), O_RDONLY),
			      "a descriptor of a moving directory");
		refuse_secret((int)syscall(SYS_openat2, deep, path + strlen("a/b/c/d/e/f/"),
					   (uint64_t[3]){ O_RDONLY, 0, 0x10 }, 24),
			      "RESOLVE_IN_ROOT in a moving directory");
	}
	contained();
}
