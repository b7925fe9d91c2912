/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* poll, ppoll, select and their answers on pipes, files and closed descriptors. */
#include "guest.h"

int main(void)
{
	struct timespec short_time = { 0, 1000000 };
	struct timeval no_time = { 0, 0 };
	struct pollfd fds[4];
	int pipes[2];
	fd_set set;

	put_file("f", "x");
	MUST(pipe(pipes));
	fds[0] = (struct pollfd){ .fd = pipes[0], .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = pipes[1], .events = POLLOUT };
	fds[2] = (struct pollfd){ .fd = open("f", O_RDONLY), .events = POLLIN | POLLOUT };
	fds[3] = (struct pollfd){ .fd = 999, .events = POLLIN };
	CALL(poll(fds, 4, 0));
	printf("%x %x %x %x\n", fds[0].revents, fds[1].revents, fds[2].revents, fds[3].revents);
	MUST(write(pipes[1], "x", 1));
	CALL(ppoll(fds, 1, &short_time, NULL));
	close(pipes[1]);
	CALL(poll(fds, 2, 0));
	printf("%x %x\n", fds[0].revents, fds[1].revents);
	FD_ZERO(&set);
	FD_SET(pipes[0], &set);
	CALL(select(pipes[0] + 1, &set, NULL, NULL, &no_time));
	/* KERNEL: a number beyond the table's size is ignored, not bad. */
	close(dup2(0, 200));
	FD_SET(100, &set);
	CALL(select(101, &set, NULL, NULL, &no_time));
	CALL(poll(NULL, 0, 1));
	CALL(poll((struct pollfd *)bad_memory(), 1, 0));
	return 0;
}
