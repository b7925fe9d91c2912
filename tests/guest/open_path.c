/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What an O_PATH descriptor can and cannot do. */
#include "guest.h"

/* A file of /proc by a mere name: it cannot be read, and opened again it can. */
static void named(const char *name, int flags)
{
	struct stat st;
	char text[64];
	int fd = MUST(open(name, O_PATH | flags));
	int again;

	printf("%s: flags %#o\n", name, fcntl(fd, F_GETFL));
	CALL(read(fd, text, 1));
	CALL(fstat(fd, &st));
	printf("mode %o\n", st.st_mode);
	snprintf(text, sizeof(text), "/proc/self/fd/%d", fd);
	OK(again = open(text, O_RDONLY));
	printf("again: %#o, something to read %d\n", fcntl(again, F_GETFL),
	       read(again, text, 1) == 1);
	close(again);
	close(fd);
}

int main(void)
{
	struct stat st;
	char byte;
	int fd;

	put_file("f", "content");
	fd = MUST(open("f", O_PATH | O_CLOEXEC));
	OK(fcntl(fd, F_GETFL) & O_PATH ? 0 : -1);
	CALL(read(fd, &byte, 1));
	CALL(write(fd, "x", 1));
	CALL(fchmod(fd, 0600));
	CALL(fchown(fd, -1, -1));
	CALL(ftruncate(fd, 0));
	CALL(fstat(fd, &st));
	CALL(ioctl(fd, FIONREAD, &byte));
	CALL(lseek(fd, 0, SEEK_SET));
	CALL(fgetxattr(fd, "user.a", &byte, 1));
	CALL(fchdir(fd));
	show_fd("fd", fd);
	close(fd);
	chmod("f", 0);
	OK(fd = open("f", O_PATH | O_RDWR));
	show_fd("unreadable", fd);
	TRY_OPEN(open("f", O_RDONLY));
	TRY_OPEN(open("missing", O_PATH | O_CREAT, 0644));
	TRY_OPEN(open("f", O_PATH | O_DIRECTORY));
	TRY_OPEN(open("f", O_PATH | O_TRUNC));
	named("/proc/self/status", 0);
	named("/proc/self/status", O_NOFOLLOW);
	named("/proc/uptime", O_CLOEXEC);
	return 0;
}
