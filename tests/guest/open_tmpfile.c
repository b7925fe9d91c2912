/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_TMPFILE makes a nameless file of the asked mode; bad combinations. */
#include "guest.h"

int main(void)
{
	int fd;

	OK(fd = open(".", O_TMPFILE | O_RDWR, 0640));
	show_fd("nameless", fd);
	CALL(write(fd, "abc", 3));
	show_fd("nameless", fd);
	show_dir(".");
	close(fd);
	TRY_OPEN(open(".", O_TMPFILE | O_RDONLY, 0600));
	TRY_OPEN(open(".", O_TMPFILE | O_RDWR | O_CREAT, 0600));
	TRY_OPEN(open("missing", O_TMPFILE | O_RDWR, 0600));
	put_file("f", "x");
	TRY_OPEN(open("f", O_TMPFILE | O_RDWR, 0600));
	TRY_OPEN(open(".", O_TMPFILE | O_WRONLY | O_EXCL, 0600));
	MUST(symlink(".", "l"));
	TRY_OPEN(open("l", O_TMPFILE | O_WRONLY, 0600));
	TRY_OPEN(open("l", O_TMPFILE | O_WRONLY | O_NOFOLLOW, 0600));
	return 0;
}
