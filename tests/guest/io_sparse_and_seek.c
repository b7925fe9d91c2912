/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Holes, SEEK_DATA, SEEK_HOLE, fallocate and fsync. */
#include "guest.h"

int main(void)
{
	int fd = MUST(open("f", O_CREAT | O_RDWR, 0644));

	CALL(lseek(fd, 1 << 20, SEEK_SET));
	CALL(write(fd, "end", 3));
	CALL(lseek(fd, 0, SEEK_END));
	CALL(lseek(fd, -1, SEEK_SET));
	CALL(lseek(fd, 0, 99));
	CALL(lseek(fd, 1 << 21, SEEK_DATA));
	CALL(posix_fallocate(fd, 0, 2 << 20));
	show_fd("f", fd);
	CALL(fsync(fd));
	CALL(fdatasync(fd));
	CALL(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	CALL(fsync(999));
	return 0;
}
