/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E16: the base of a lookup is exchanged between a directory of the jail's root, one of a mount,
 * above which the secret lies on the host, and one of the jail's own; with short and long ways up.
 * ATTACK OPTIONS: -b @OUT@/dir:/b
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static int a, b, c, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(a, working);
		linger(300);
		dup2(b, working);
		linger(300);
		dup2(c, working);
		linger(100);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	char path[PATH_MAX] = "";

	enter_scratch();
	mkdir("one", 0755);
	mkdir("one/two", 0755);
	a = open("one/two", O_RDONLY | O_DIRECTORY);
	b = open("/dev/shm", O_RDONLY | O_DIRECTORY);
	c = open("/b", O_RDONLY | O_DIRECTORY);
	make_file("one/secret", "inside");
	working = dup(a);
	for (int i = 0; i < 8; i++)
		strcat(path, "../");
	strcat(path, outside("secret") + 1);
	start(flip, NULL);
	while (racing(&race)) {
		refuse_secret(openat(working, path, O_RDONLY), "an exchanged base");
		refuse_secret(openat(working, "../../out/secret", O_RDONLY), "an exchanged base");
		refuse_secret(openat(working, "../secret", O_RDONLY), "an exchanged base");
		if (fchdir(working) == 0)
			refuse_secret(open(path, O_RDONLY), "an exchanged working directory");
	}
	contained();
}
