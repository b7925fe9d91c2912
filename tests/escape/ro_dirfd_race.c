/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names are made, removed and changed relative to a descriptor under which another thread puts
 * the directory of the read-only mount. ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: ARGUMENTS
 */
#include <sys/xattr.h>

#include "escape.h"

static int writable, read_only, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(read_only, working);
		linger(500);
		dup2(writable, working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	enter_scratch();
	mkdir("sub", 0755);
	make_file("sub/file", "file");
	writable = open(".", O_PATH | O_DIRECTORY);
	read_only = open("/ro", O_PATH | O_DIRECTORY);
	working = dup(writable);
	start(flip, NULL);
	while (racing(&race)) {
		close(openat(working, "file", O_RDWR | O_CREAT | O_TRUNC, 0600));
		close(openat(working, "made", O_WRONLY | O_CREAT | O_EXCL, 0600));
		(void)unlinkat(working, "made", 0);
		(void)mkdirat(working, "dir", 0700);
		(void)unlinkat(working, "dir", AT_REMOVEDIR);
		(void)fchmodat(working, "file", 0666, 0);
		(void)utimensat(working, "file", NULL, 0);
		(void)renameat(working, "file", working, "other");
		(void)symlinkat("x", working, "soft");
		(void)unlinkat(working, "soft", 0);
		(void)linkat(working, "other", working, "hard", 0);
		(void)unlinkat(working, "hard", 0);
		(void)unlinkat(working, "file", 0);
		(void)unlinkat(working, "other", 0);
	}
	contained(); /* the canaries tell */
}
