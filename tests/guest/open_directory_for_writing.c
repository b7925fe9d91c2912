/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Directories cannot be opened for writing or creation. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	TRY_OPEN(open("d", O_WRONLY));
	TRY_OPEN(open("d", O_RDWR));
	TRY_OPEN(open("d", O_RDONLY | O_CREAT, 0644));
	TRY_OPEN(open("d", O_WRONLY | O_CREAT, 0644));
	TRY_OPEN(open(".", O_RDWR));
	TRY_OPEN(open("..", O_WRONLY));
	TRY_OPEN(open("/", O_RDWR));
	TRY_OPEN(open("/", O_RDONLY | O_CREAT, 0644));
	TRY_OPEN(creat("d", 0644));
	TRY_OPEN(open("d", O_RDONLY | O_APPEND));
	return 0;
}
