/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A new descriptor has the lowest free number. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	CALL(open("f", O_RDONLY));
	CALL(open("f", O_RDONLY));
	CALL(open("f", O_RDONLY));
	CALL(close(4));
	CALL(open("f", O_RDONLY));
	CALL(open("missing", O_RDONLY));
	CALL(open("f", O_RDONLY));
	CALL(close(3));
	CALL(close(5));
	CALL(dup(0));
	CALL(open(".", O_RDONLY));
	CALL(fcntl(3, F_DUPFD, 10));
	CALL(open("new", O_CREAT | O_WRONLY, 0644));
	return 0;
}
