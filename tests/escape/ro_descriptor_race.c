/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same in a race: metadata calls on a number under which another thread puts the file of
 * the read-only mount. ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: ARGUMENTS
 */
#include <linux/fs.h>
#include <sys/ioctl.h>
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
	unsigned long done = 0;
	long flags = FS_NODUMP_FL;
	char path[64];

	enter_scratch();
	make_file("file", "file");
	writable = open("file", O_RDWR);
	read_only = open("/ro/file", O_RDONLY);
	working = dup(writable);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race)) {
		done += fchmod(working, 0600) == 0;
		(void)futimens(working, NULL);
		(void)fsetxattr(working, "user.x", "x", 1, 0);
		(void)ioctl(working, FS_IOC_SETFLAGS, &flags);
		(void)syscall(452, working, "", 0600, AT_EMPTY_PATH);
		(void)utimensat(working, "", NULL, AT_EMPTY_PATH);
		(void)chmod(path, 0600);
		(void)truncate(path, 0);
		(void)setxattr(path, "user.x", "x", 1, 0);
		(void)linkat(working, "", AT_FDCWD, "hard", AT_EMPTY_PATH);
		(void)unlink("hard");
	}
	printf("%lu of %lu\n", done, race.rounds);
	contained(); /* the canaries tell */
}
