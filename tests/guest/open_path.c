/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What an O_PATH descriptor can and cannot do. */
#include "guest.h"

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
	return 0;
}
