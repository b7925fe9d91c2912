/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What an owner may set of files in /proc, by name, and what flags their descriptors tell. */
#include "guest.h"

static void change(const char *name)
{
	const struct timespec times[2] = { { 1, 1 }, { 2, 2 } };

	printf("%s\n", name);
	CALL(chmod(name, 0600));
	CALL(chown(name, -1, -1));
	CALL(chown(name, getuid(), getgid()));
	CALL(lchown(name, -1, getgid()));
	CALL(chown(name, getuid() + 1, -1));
	CALL(chown(name, -1, getgid() + 1));
	CALL(utimensat(AT_FDCWD, name, times, 0));
	CALL(utimensat(AT_FDCWD, name, NULL, 0));
	CALL(utime(name, NULL));
	CALL(truncate(name, 0));
	CALL(truncate(name, 5));
	CALL(access(name, W_OK));
	CALL(setxattr(name, "user.x", "1", 1, 0));
	CALL(removexattr(name, "user.x"));
	CALL(getxattr(name, "user.x", NULL, 0));
	CALL(unlink(name));
	CALL(rmdir(name));
}

static void flags(const char *name, int flags)
{
	int fd = open(name, flags | O_NONBLOCK);

	printf("%s %o = ", name, (unsigned int)flags);
	if (fd == -1)
		printf("%s\n", err_name(errno));
	else
		printf("%o\n", (unsigned int)(fcntl(fd, F_GETFL) & ~O_LARGEFILE));
	close(fd);
}

int main(void)
{
	static const char *const names[] = {
		"/proc/self/status", "/proc/self/comm",	    "/proc/self/oom_score_adj",
		"/proc/self/maps",   "/proc/self/fd",	    "/proc/self/task",
		"/proc/self",	     "/proc/self/fdinfo/1", "/proc/meminfo",
		"/proc/version",     "/proc/thread-self",   "/proc/thread-self/comm",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		change(names[i]);
	prctl(PR_SET_DUMPABLE, 0);
	change("/proc/self/status");
	prctl(PR_SET_DUMPABLE, 1);
	for (size_t i = 0; i < 4; i++) {
		flags(names[i], O_RDONLY);
		flags(names[i], O_RDONLY | O_NOFOLLOW);
		flags(names[i], O_RDONLY | O_NOATIME);
	}
	flags("/proc/meminfo", O_RDONLY);
	flags("/proc/meminfo", O_RDONLY | O_NOATIME);
	flags("/proc/version", O_RDONLY | O_NOFOLLOW);
	return 0;
}
