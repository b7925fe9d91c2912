/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A file that a pattern keeps from being changed, held by descriptor and then moved, with what
 * it lies in, deeper than any name can tell: where it is cannot be said any more, and the
 * rule holds all the same.
 * ATTACK OPTIONS: --policy @OUT@/deny-change
 */
#include "escape.h"

#include <sys/xattr.h>

#define LEVELS 24

static char part[201];
static int levels[LEVELS + 1];

/* Down from the scratch directory, further than PATH_MAX. */
static void dig(void)
{
	memset(part, 'd', sizeof(part) - 1);
	levels[0] = open(".", O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < LEVELS; i++) {
		if (mkdirat(levels[i], part, 0755) < 0)
			broken("cannot dig");
		levels[i + 1] = openat(levels[i], part, O_RDONLY | O_DIRECTORY);
		if (levels[i + 1] < 0)
			broken("cannot go down");
	}
}

static void bury(void)
{
	unlinkat(levels[LEVELS], "moved/kept", 0);
	unlinkat(levels[LEVELS], "moved", AT_REMOVEDIR);
	for (int i = LEVELS; i-- > 0;)
		unlinkat(levels[i], part, AT_REMOVEDIR);
}

/* By the descriptor, and by its name in /proc. */
static void change(int fd, const char *when)
{
	static const struct timespec times[2] = { { 5, 0 }, { 5, 0 } };
	char name[64], text[128];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	snprintf(text, sizeof(text), "fchmod %s", when);
	must_fail(fchmod(fd, 0777), text);
	must_fail(futimens(fd, times), "futimens");
	must_fail(fsetxattr(fd, "user.x", "x", 1, 0), "fsetxattr");
	must_fail(chmod(name, 0777), "chmod by magic link");
	must_fail(utimensat(AT_FDCWD, name, times, 0), "utimensat by magic link");
	must_fail(setxattr(name, "user.x", "x", 1, 0), "setxattr by magic link");
	must_fail(truncate(name, 0), "truncate by magic link");
	must_fail(open(name, O_WRONLY), "open to write by magic link");
	must_fail(open(name, O_RDONLY | O_TRUNC), "open to truncate by magic link");
	must_fail(linkat(AT_FDCWD, name, levels[0], "free", AT_SYMLINK_FOLLOW), "a free name");
	must_fail(linkat(fd, "", levels[0], "free", AT_EMPTY_PATH), "a free name");
}

int main(void)
{
	int kept, free_file;

	enter_scratch();
	dig();
	mkdir("moves", 0755);
	kept = open("moves/kept", O_RDONLY | O_CREAT, 0644);
	free_file = open("moves/other", O_RDWR | O_CREAT, 0644);
	if (kept < 0 || free_file < 0 || fchmod(free_file, 0600) < 0)
		broken("no file");
	unlink("moves/other");
	if (fchmod(free_file, 0640) < 0)
		broken("a removed file is under no rule");
	change(kept, "in its place");
	if (renameat(levels[0], "moves", levels[LEVELS], "moved") < 0)
		broken("it does not move");
	change(kept, "far down");
	bury();
	contained();
}
