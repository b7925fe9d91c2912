/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What a stat tells of a file in /proc is the file that an open then gives: cp compares. */
#include "guest.h"

static void compare(const char *path)
{
	struct stat named, opened, again;
	char bytes[64];
	int fd;

	MUST(stat(path, &named));
	MUST(lstat(path, &again));
	fd = MUST(open(path, O_RDONLY));
	MUST(fstat(fd, &opened));
	printf("%s: %d %d %s %03o\n", path,
	       named.st_dev == opened.st_dev && named.st_ino == opened.st_ino,
	       named.st_ino == again.st_ino, type_name(opened.st_mode), opened.st_mode & 07777);
	printf("read %d\n", read(fd, bytes, sizeof(bytes)) > 0);
	close(fd);
}

int main(void)
{
	static const char *const paths[] = { "/proc/version", "/proc/self/status", "/proc/stat",
					     "/proc/self/comm", "/proc/self/mounts", "/proc/uptime",
					     "/proc/self/oom_score_adj", "/proc/cpuinfo",
					     "/proc/self/environ" };
	int held;

	held = MUST(open("/proc/self/status", O_RDONLY));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			compare(paths[i]);
	}
	/* Others' copies stay what they were. */
	{
		char text[8] = "";

		MUST(read(held, text, 5));
		puts(text);
	}
	return 0;
}
