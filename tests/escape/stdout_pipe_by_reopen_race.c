/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Standard output is a pipe of the host's, open for writing. It shall not be opened for reading
 * under a number that was judged when it was a pipe of the jail's own.
 * ATTACK PIPED
 * ATTACK BROKEN: REOPEN
 */
#include "escape.h"

static int own[2], working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(1, working);
		linger(500);
		dup2(own[0], working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct stat wanted, info;
	char path[64];

	if (fstat(1, &wanted) < 0 || !S_ISFIFO(wanted.st_mode) ||
	    (fcntl(1, F_GETFL) & O_ACCMODE) != O_WRONLY)
		broken("standard output is no pipe for writing only");
	if (pipe(own) < 0)
		broken("no pipe");
	working = dup(own[0]);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(path, O_RDONLY | O_NONBLOCK);

		if (fd >= 0 && fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino &&
		    info.st_dev == wanted.st_dev)
			escaped("standard output is open for reading");
		close(fd);
	}
	contained();
}
