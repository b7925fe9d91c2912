/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /dev/stdin, stdout and stderr, and what they lead to. */
#include "guest.h"

int main(void)
{
	char text[32] = "";
	int pipes[2], fd;

	put_file("f", "from f");
	MUST(dup2(MUST(open("f", O_RDONLY)), 0));
	OK(fd = open("/dev/stdin", O_RDONLY));
	CALL(read(fd, text, sizeof(text)));
	puts(text);
	CALL(lseek(0, 0, SEEK_CUR));
	MUST(pipe(pipes));
	MUST(dup2(pipes[1], 2));
	OK(fd = open("/dev/stderr", O_WRONLY));
	CALL(write(fd, "err", 3));
	CALL(read(pipes[0], text, sizeof(text)));
	OK(fd = open("/dev/stdout", O_WRONLY | O_APPEND));
	CALL(write(fd, "to stdout\n", 10));
	CALL(close(0));
	TRY_OPEN(open("/dev/stdin", O_RDONLY));
	TRY_OPEN(open("/dev/fd/0", O_RDONLY));
	return 0;
}
