/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Standard input is a file of the host, open for reading. It shall not be opened for writing
 * by its name in /proc, nor under a number that was judged when it was something else.
 * ATTACK STDIN: victim
 * ATTACK BROKEN: REOPEN
 */
#include "escape.h"

static int memory, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(0, working);
		linger(500);
		dup2(memory, working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	static const char *const names[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0",
					     "/proc/thread-self/fd/0" };
	struct race race = { 0 };
	struct stat wanted, info;
	char path[64];

	if (fstat(0, &wanted) < 0 || !S_ISREG(wanted.st_mode))
		broken("standard input is no file");
	for (size_t i = 0; i < 4; i++) {
		must_fail(open(names[i], O_RDWR), "opening standard input for both ways");
		must_fail(open(names[i], O_WRONLY | O_APPEND), "opening it for writing");
		must_fail(truncate(names[i], 0), "truncating it");
	}
	memory = memfd_create("memory", 0);
	working = dup(memory);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(path, O_RDWR);

		if (fd >= 0 && fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino &&
		    info.st_dev == wanted.st_dev)
			escaped("standard input is open for writing");
		close(fd);
	}
	contained();
}
