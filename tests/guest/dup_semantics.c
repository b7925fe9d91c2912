/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* dup, dup2 and dup3: numbers, flags and errors. */
#include "guest.h"
#include "legacy.h"

int main(void)
{
	int fd;

	put_file("f", "0123456789");
	fd = MUST(open("f", O_RDONLY | O_CLOEXEC));
	CALL(dup(fd));
	CALL(dup2(fd, 20));
	CALL(fcntl(20, F_GETFD));
	CALL(lseek(fd, 5, SEEK_SET));
	CALL(lseek(20, 0, SEEK_CUR));
	CALL(legacy_dup2(fd, fd));
	CALL(dup3(fd, fd, 0));
	CALL(dup3(fd, 21, O_CLOEXEC));
	CALL(fcntl(21, F_GETFD));
	CALL(dup3(fd, 22, O_RDWR));
	CALL(dup2(999, 20));
	CALL(dup2(fd, -1));
	CALL(dup2(-1, 20));
	CALL(dup2(999, 999));
	CALL(dup(999));
	CALL(lseek(20, 0, SEEK_CUR));
	CALL(close(20));
	CALL(close(20));
	CALL(close(-1));
	CALL(fcntl(20, F_GETFD));
	CALL(dup2(fd, 0));
	CALL(lseek(0, 0, SEEK_CUR));
	return 0;
}
