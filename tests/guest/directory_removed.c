/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Calls relative to a descriptor of a directory that has been removed. */
#include "guest.h"

int main(void)
{
	struct stat st;
	int dir;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	dir = MUST(open("d", O_RDONLY | O_DIRECTORY));
	MUST(rmdir("d"));
	TRY_OPEN(openat(dir, "f", O_RDONLY));
	TRY_OPEN(openat(dir, "f", O_WRONLY | O_CREAT, 0644));
	TRY_OPEN(openat(dir, "f", O_RDONLY | O_CREAT, 0644));
	TRY_OPEN(openat(dir, "f", O_RDWR | O_CREAT | O_EXCL, 0644));
	TRY_OPEN(openat(dir, ".", O_RDONLY));
	CALL(fstatat(dir, "f", &st, 0));
	CALL(fstatat(dir, ".", &st, 0));
	CALL(mkdirat(dir, "x", 0755));
	CALL(symlinkat("a", dir, "b"));
	CALL(mkfifoat(dir, "p", 0644));
	CALL(linkat(AT_FDCWD, "f", dir, "g", 0));
	CALL(renameat(AT_FDCWD, "f", dir, "g"));
	CALL(unlinkat(dir, "f", 0));
	CALL(fchdir(dir));
	TRY_OPEN(open(".", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open(".", O_PATH));
	TRY_OPEN(open("/proc/self/cwd", O_RDONLY));
	TRY_OPEN(open("/proc/self/cwd/f", O_RDONLY));
	TRY_OPEN(open("/proc/self/cwd/.", O_RDONLY | O_DIRECTORY));
	CALL(fchdir(AT_FDCWD));
	CALL(fchdir(-1));
	return 0;
}
