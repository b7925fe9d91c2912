/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc and the device directory name their file systems, by path and by descriptor. */
#include "guest.h"

static void show(const char *path)
{
	static const int flags[] = { O_RDONLY, O_PATH, O_PATH | O_NOFOLLOW };
	struct statfs info;
	struct statvfs flat;

	CALL(statfs(path, &info));
	printf("%s %lx\n", path, (unsigned long)info.f_type);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		int fd = MUST(open(path, flags[i] | O_CLOEXEC));

		memset(&info, 0, sizeof(info));
		CALL(fstatfs(fd, &info));
		CALL(fstatvfs(fd, &flat));
		printf("%zu: %lx %ld %lu\n", i, (unsigned long)info.f_type, (long)info.f_namelen,
		       flat.f_blocks);
		close(fd);
	}
}

int main(void)
{
	struct statfs pts;
	int fd;

	show("/proc");
	show("/proc/self");
	show("/proc/self/status");
	show("/proc/self/mounts");
	show("/proc/self/fd");
	show("/proc/sys");
	show("/proc/sys/kernel/pid_max");
	show("/proc/net");
	CALL(statfs("/dev/pts", &pts));
	printf("%lx\n", (unsigned long)pts.f_type);
	fd = MUST(open("/dev/pts", O_RDONLY));
	CALL(fstatfs(fd, &pts));
	printf("%lx\n", (unsigned long)pts.f_type);
	return 0;
}
