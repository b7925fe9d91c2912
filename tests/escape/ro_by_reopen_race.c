/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * /proc/self/fd/N of a memfd, open for both ways, is opened for writing; another thread puts
 * a file of a read-only mount under N.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: REOPEN
 */
#include "escape.h"

static int memory, read_only, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(read_only, working);
		linger(500);
		dup2(memory, working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct stat wanted, info;
	char path[64];

	memory = memfd_create("memory", 0);
	read_only = open("/ro/file", O_RDONLY);
	working = dup(memory);
	if (memory < 0 || read_only < 0 || fstat(read_only, &wanted) < 0)
		broken("files");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(path, O_RDWR);

		if (fd < 0)
			continue;
		if (fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino &&
		    info.st_dev == wanted.st_dev)
			escaped("a read-only file is open for writing");
		close(fd);
	}
	contained();
}
