/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names relative to a working directory that another thread changes, from a writable place to a
 * read-only one: what was judged for the one is not done in the other.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: BASE
 */
#include "escape.h"

static char writable[PATH_MAX];

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		(void)chdir("/ro");
		linger(200);
		(void)chdir(writable);
		linger(600);
	}
	return NULL;
}

int main(void)
{
	unsigned long done = 0, failed = 0;
	struct race race = { 0 };

	enter_scratch();
	getcwd(writable, sizeof(writable));
	start(flip, NULL);
	while (racing_until(&race, done > 0 && failed > 0)) {
		int fd = open("file", O_RDWR | O_CREAT | O_APPEND, 0600);

		/* Without openat2 threads open nothing for writing here (SECURITY.md E12). */
		if (fd >= 0 || errno == EACCES)
			done++;
		else
			failed++;
		if (fd >= 0)
			(void)!write(fd, "x", 1);
		close(fd);
		(void)chmod("file", 0600);
		(void)truncate("file", 1);
		(void)mkdir("made", 0700);
		(void)rmdir("made");
		(void)rename("file", "made");
		(void)unlink("made");
		(void)symlink("x", "made");
		(void)unlink("made");
		(void)utimensat(AT_FDCWD, "file", NULL, 0);
	}
	printf("%lu done, %lu failed\n", done, failed);
	if (done == 0 || failed == 0)
		broken("the directory does not change");
	contained(); /* the runner looks at the files */
}
