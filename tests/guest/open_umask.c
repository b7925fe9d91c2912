/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The umask cuts the mode of everything that is created. */
#include "guest.h"

int main(void)
{
	int fd;

	CALL(umask(0) == 022);
	TRY_OPEN(open("a", O_CREAT | O_WRONLY, 0777));
	CALL(umask(077));
	TRY_OPEN(open("b", O_CREAT | O_WRONLY, 0777));
	CALL(mkdir("c", 0777));
	CALL(mkfifo("d", 0666));
	CALL(umask(0777));
	TRY_OPEN(open("e", O_CREAT | O_WRONLY, 0777));
	OK(fd = open(".", O_TMPFILE | O_RDWR, 0777));
	show_fd("nameless", fd);
	CALL(umask(01027));
	CALL(umask(022));
	CALL(mkdir("g", 07777));
	show_path("a");
	show_path("b");
	show_path("c");
	show_path("d");
	show_path("e");
	show_path("g");
	return 0;
}
