/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* exec closes what is marked, keeps the rest, and keeps the offset. */
#include "guest.h"

int main(int argc, char **argv)
{
	if (argc > 1) {
		for (int fd = 3; fd < 8; fd++)
			printf("%d: %s\n", fd, fcntl(fd, F_GETFD) < 0 ? err_name(errno) : "open");
		CALL(lseek(4, 0, SEEK_CUR));
		CALL(open("f", O_RDONLY));
		return 0;
	}
	put_file("f", "0123456789");
	MUST(open("f", O_RDONLY | O_CLOEXEC));
	MUST(open("f", O_RDONLY));
	MUST(open(".", O_RDONLY | O_CLOEXEC));
	MUST(open(".", O_PATH));
	MUST(lseek(4, 7, SEEK_SET));
	execl(argv[0], argv[0], "x", NULL);
	puts(err_name(errno));
	return 1;
}
