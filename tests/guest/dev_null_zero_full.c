/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* null, zero and full do what they are for. */
#include "guest.h"

int main(void)
{
	char text[16] = "0123456789";
	int fd;

	OK(fd = open("/dev/null", O_RDWR));
	CALL(write(fd, "x", 1));
	CALL(read(fd, text, 4));
	OK(fd = open("/dev/zero", O_RDWR));
	CALL(read(fd, text, 4));
	printf("%d %d %c\n", text[0], text[3], text[4]);
	CALL(write(fd, "x", 1));
	OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
	OK(fd = open("/dev/full", O_RDWR));
	CALL(write(fd, "x", 1));
	CALL(read(fd, text, 4));
	TRY_OPEN(open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666));
	TRY_OPEN(open("/dev/null", O_WRONLY | O_CREAT | O_EXCL, 0666));
	TRY_OPEN(open("/dev/null", O_RDONLY | O_NOFOLLOW));
	show_path("/dev/null");
	show_path("/dev/zero");
	CALL(access("/dev/null", R_OK | W_OK));
	CALL(access("/dev/null", X_OK));
	return 0;
}
