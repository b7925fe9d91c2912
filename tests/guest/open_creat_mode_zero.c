/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A file may be created with a mode that forbids its own reopening. */
#include "guest.h"

int main(void)
{
	int fd;

	OK(fd = open("f", O_CREAT | O_RDWR, 0));
	CALL(write(fd, "x", 1));
	show_path("f");
	TRY_OPEN(open("f", O_RDONLY));
	TRY_OPEN(open("f", O_CREAT | O_WRONLY, 0644));
	OK(fd = open("g", O_CREAT | O_WRONLY | O_EXCL, 0444));
	CALL(write(fd, "x", 1));
	TRY_OPEN(open("g", O_WRONLY));
	TRY_OPEN(open("h", O_CREAT | O_RDONLY, 07777));
	show_path("h");
	return 0;
}
