/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Whoever holds a directory of /proc does not change it for others. */
#include "guest.h"

static void show(const char *name)
{
	struct stat info;

	CALL(stat(name, &info));
	printf("%s %o\n", name, (unsigned int)info.st_mode);
}

int main(void)
{
	static const char *const names[] = { "/proc/self/task", "/proc/self", "/proc" };

	for (int i = 0; i < 3; i++) {
		int fd = MUST(open(names[i], O_RDONLY | O_DIRECTORY));

		/* Linux refuses it; the jail, whose directories these are, need not. */
		fchmod(fd, 0);
		syscall(SYS_fchmodat, AT_FDCWD, names[i], 0);
		show("/proc/self/task");
		show("/proc");
		show("/proc/self/status");
		MUST(open("/proc/self/status", O_RDONLY));
		MUST(open("/proc/self/task", O_RDONLY | O_DIRECTORY));
		fchmod(fd, 0700);
		show(names[i]);
	}
	return 0;
}
