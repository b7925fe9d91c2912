/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_PATH|O_NOFOLLOW gives the link itself. */
#include "guest.h"

int main(void)
{
	char text[64];
	struct stat st;
	ssize_t got;
	int fd;

	MUST(symlink("nowhere", "l"));
	OK(fd = open("l", O_PATH | O_NOFOLLOW));
	show_fd("link", fd);
	CALL(got = readlinkat(fd, "", text, sizeof(text)));
	printf("[%.*s]\n", (int)(got > 0 ? got : 0), text);
	CALL(fstatat(fd, "", &st, AT_EMPTY_PATH));
	CALL(readlinkat(fd, "x", text, sizeof(text)));
	TRY_OPEN(openat(fd, "x", O_RDONLY));
	CALL(fchdir(fd));
	TRY_OPEN(open("l", O_PATH));
	TRY_OPEN(open("l/", O_PATH | O_NOFOLLOW));
	return 0;
}
