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

/* What is there on both sides of the wall is the jail's own. */
static void refuse_other(int fd, const struct stat *own, const char *how)
{
	struct stat info;

	if (fd >= 0 && fstat(fd, &info) == 0 &&
	    (info.st_ino != own->st_ino || info.st_dev != own->st_dev))
		escaped("another /etc/passwd was opened by %s", how);
	close(fd);
}

int main(void)
{
	struct race race = { 0 };
	char path[PATH_MAX] = "a/b/c/d/e/f", both[PATH_MAX];
	struct stat own;
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
	strcpy(both, path);
	for (int i = 0; i < 9; i++)
		strcat(both, "/..");
	strcat(both, "/etc/passwd");
	strcat(path, outside("secret"));
	if (stat("/etc/passwd", &own) < 0)
		broken("no /etc/passwd");
	start(move, NULL);
	while (racing(&race)) {
		refuse_secret(open(path, O_RDONLY), "a path over a moving directory");
		refuse_secret(openat(deep, path + strlen("a/b/c/d/e/f/"), O_RDONLY),
			      "a descriptor of a moving directory");
		refuse_secret((int)syscall(SYS_openat2, deep, path + strlen("a/b/c/d/e/f/"),
					   (uint64_t[3]){ O_RDONLY, 0, 0x10 }, 24),
			      "RESOLVE_IN_ROOT in a moving directory");
		refuse_other(open(both, O_RDONLY), &own, "a path over a moving directory");
		refuse_other(openat(deep, both + strlen("a/b/c/d/e/f/"), O_RDONLY), &own,
			     "a descriptor of a moving directory");
	}
	contained();
}
