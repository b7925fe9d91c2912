/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_TRUNC and O_APPEND through links act on the target. */
#include "guest.h"

int main(void)
{
	int fd;

	put_file("f", "content");
	MUST(symlink("f", "l"));
	MUST(symlink("l", "l2"));
	OK(fd = open("l2", O_WRONLY | O_APPEND));
	CALL(write(fd, "+more", 5));
	close(fd);
	show_file("f");
	TRY_OPEN(open("l2", O_WRONLY | O_TRUNC));
	show_path("f");
	show_path("l2");
	return 0;
}
