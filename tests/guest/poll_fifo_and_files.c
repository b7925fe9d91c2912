/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Files, FIFOs and terminals opened by path answer poll and FIONREAD. */
#include "guest.h"

int main(void)
{
	struct pollfd fds[2];
	int available = -1;

	MUST(mkfifo("p", 0644));
	put_file("f", "12345");
	fds[0] = (struct pollfd){ .fd = MUST(open("p", O_RDWR | O_NONBLOCK)), .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = MUST(open("f", O_RDONLY)), .events = POLLIN };
	CALL(poll(fds, 2, 0));
	MUST(write(fds[0].fd, "abc", 3));
	CALL(poll(fds, 2, 0));
	CALL(ioctl(fds[0].fd, FIONREAD, &available));
	printf("%d\n", available);
	CALL(ioctl(fds[1].fd, FIONREAD, &available));
	printf("%d\n", available);
	CALL(ioctl(fds[1].fd, TIOCGWINSZ, &available));
	CALL(isatty(fds[1].fd));
	return 0;
}
