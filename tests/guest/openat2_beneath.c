/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_BENEATH: nothing above the base, however it is written. */
#include "guest.h"

static long open2(int dir, const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_BENEATH };

	if (flags & O_CREAT)
		how.mode = 0644;
	long fd;

	/* KERNEL: EAGAIN when anything anywhere was renamed while ".." was looked at. */
	do {
		fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));
	} while (fd < 0 && errno == EAGAIN);
	return fd;
}

int main(void)
{
	int d;

	MUST(mkdir("d", 0755));
	MUST(mkdir("d/sub", 0755));
	put_file("d/f", "x");
	put_file("above", "x");
	MUST(symlink("../above", "d/up"));
	MUST(symlink("/", "d/root"));
	MUST(symlink("sub/../f", "d/fine"));
	MUST(symlink("../new", "d/dangling"));
	d = MUST(open("d", O_PATH));
	OK(open2(d, "f", O_RDONLY));
	OK(open2(d, "sub/../f", O_RDONLY));
	OK(open2(d, "fine", O_RDONLY));
	OK(open2(d, ".", O_RDONLY));
	OK(open2(d, "..", O_RDONLY));
	OK(open2(d, "../d/f", O_RDONLY));
	OK(open2(d, "sub/../../above", O_RDONLY));
	OK(open2(d, "up", O_RDONLY));
	OK(open2(d, "up", O_PATH | O_NOFOLLOW));
	OK(open2(d, "root", O_RDONLY));
	OK(open2(d, "/", O_RDONLY));
	OK(open2(d, "/proc/self", O_RDONLY));
	OK(open2(d, "new", O_CREAT | O_WRONLY));
	OK(open2(d, "dangling", O_CREAT | O_WRONLY));
	OK(open2(AT_FDCWD, "d/f", O_RDONLY));
	OK(open2(AT_FDCWD, "d/up", O_RDONLY));
	show_dir(".");
	show_dir("d");
	return 0;
}
