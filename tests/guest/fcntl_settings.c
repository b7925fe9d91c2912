/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* F_SETFL, F_GETFL, F_SETOWN of oneself and unknown commands. */
#include "guest.h"

int main(void)
{
	int fd = MUST(open("f", O_CREAT | O_RDWR, 0644)), pipes[2];

	CALL(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
	printf("%d\n", (fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK)) == (O_APPEND | O_NONBLOCK));
	CALL(pwrite(fd, "abc", 3, 0));
	CALL(pwrite(fd, "def", 3, 0));
	show_file("f");
	MUST(pipe(pipes));
	CALL(fcntl(pipes[0], F_SETOWN, getpid()));
	CALL(fcntl(pipes[0], F_GETOWN) == getpid());
	CALL(fcntl(fd, 9999, 0));
	CALL(fcntl(999, F_GETFL));
	return 0;
}
