/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A reader and a writer of a FIFO wait for each other, also through a link. */
#include "guest.h"

int main(void)
{
	char text[16];
	ssize_t got;
	pid_t child;
	int fd;

	MUST(mkfifo("p", 0644));
	MUST(symlink("p", "l"));
	child = MUST(fork());
	if (!child) {
		nap_ms(50);
		fd = open("l", O_WRONLY);
		_exit(write(fd, "hello", 5) == 5 ? 0 : 1);
	}
	OK(fd = open("p", O_RDONLY));
	CALL(got = read(fd, text, sizeof(text)));
	printf("[%.*s]\n", (int)got, text);
	CALL(read(fd, text, sizeof(text)));
	show_wait("writer", child);
	return 0;
}
