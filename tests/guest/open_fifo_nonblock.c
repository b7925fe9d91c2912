/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A FIFO opened without waiting: ENXIO for a writer without a reader. */
#include "guest.h"

int main(void)
{
	char byte;
	int r, w;

	MUST(mkfifo("p", 0644));
	TRY_OPEN(open("p", O_WRONLY | O_NONBLOCK));
	OK(r = open("p", O_RDONLY | O_NONBLOCK));
	CALL(read(r, &byte, 1));
	OK(w = open("p", O_WRONLY | O_NONBLOCK));
	CALL(read(r, &byte, 1));
	CALL(write(w, "x", 1));
	CALL(read(r, &byte, 1));
	close(w);
	CALL(read(r, &byte, 1));
	TRY_OPEN(open("p", O_RDWR));
	return 0;
}
