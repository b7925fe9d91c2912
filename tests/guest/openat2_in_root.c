/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_IN_ROOT makes the base the root of this one resolution. */
#include "guest.h"

static long open2(int dir, const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_IN_ROOT };
	long fd;

	if (flags & O_CREAT)
		how.mode = 0644;
	/* KERNEL: EAGAIN when anything anywhere was renamed while ".." was looked at. */
	do {
		fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));
	} while (fd < 0 && errno == EAGAIN);
	if (fd >= 0) {
		char text[32];
		ssize_t got = read(fd, text, sizeof(text));

		printf("[%.*s] ", (int)(got > 0 ? got : 0), text);
		close(fd);
	}
	return fd;
}

int main(void)
{
	int d;

	MUST(mkdir("d", 0755));
	MUST(mkdir("d/sub", 0755));
	put_file("d/f", "inside");
	put_file("f", "outside");
	MUST(symlink("/f", "d/absolute"));
	MUST(symlink("../../../f", "d/up"));
	MUST(symlink("/created", "d/dangling"));
	d = MUST(open("d", O_PATH));
	OK(open2(d, "f", O_RDONLY));
	OK(open2(d, "/f", O_RDONLY));
	OK(open2(d, "../f", O_RDONLY));
	OK(open2(d, "sub/../../../f", O_RDONLY));
	OK(open2(d, "absolute", O_RDONLY));
	OK(open2(d, "up", O_RDONLY));
	OK(open2(d, "/", O_RDONLY));
	OK(open2(d, "/..", O_RDONLY | O_DIRECTORY));
	OK(open2(d, "/proc/self/status", O_RDONLY));
	OK(open2(d, "dangling", O_CREAT | O_WRONLY));
	OK(open2(-1, "/f", O_RDONLY));
	OK(open2(AT_FDCWD, "/f", O_RDONLY));
	show_dir("d");
	return 0;
}
