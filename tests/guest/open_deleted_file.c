/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A file lives on behind its descriptor after its name is gone. */
#include "guest.h"

int main(void)
{
	char text[16];
	int fd;

	put_file("f", "still here");
	fd = MUST(open("f", O_RDWR));
	CALL(unlink("f"));
	TRY_OPEN(open("f", O_RDONLY));
	show_fd("deleted", fd);
	CALL(pread(fd, text, sizeof(text), 0));
	CALL(write(fd, "STILL", 5));
	CALL(lseek(fd, 0, SEEK_END));
	CALL(ftruncate(fd, 2));
	show_fd("deleted", fd);
	CALL(fchmod(fd, 0600));
	show_fd("deleted", fd);
	return 0;
}
