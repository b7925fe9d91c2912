/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every kind of base descriptor of openat. */
#include "guest.h"

int main(void)
{
	char path[PATH_MAX + 8];
	int dir, file, pipes[2];

	put_file("f", "x");
	dir = MUST(open(".", O_RDONLY | O_DIRECTORY));
	file = MUST(open("f", O_RDONLY));
	MUST(pipe(pipes));
	snprintf(path, sizeof(path), "%s/f", start_dir());
	TRY_OPEN(openat(dir, "f", O_RDONLY));
	TRY_OPEN(openat(AT_FDCWD, "f", O_RDONLY));
	TRY_OPEN(openat(file, "f", O_RDONLY));
	TRY_OPEN(openat(file, "", O_RDONLY));
	TRY_OPEN(openat(file, ".", O_RDONLY));
	TRY_OPEN(openat(pipes[0], "f", O_RDONLY));
	TRY_OPEN(openat(-1, "f", O_RDONLY));
	TRY_OPEN(openat(999, "f", O_RDONLY));
	TRY_OPEN(openat(-99, "f", O_RDONLY));
	TRY_OPEN(openat(-1, path, O_RDONLY));
	TRY_OPEN(openat(file, path, O_RDONLY));
	TRY_OPEN(openat(999, "/", O_RDONLY));
	TRY_OPEN(syscall(SYS_openat, 0x100000000L + dir, "f", O_RDONLY));
	TRY_OPEN(syscall(SYS_openat, 0xffffff9cL, "f", O_RDONLY));
	return 0;
}
