/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A double fork: the grandchild lives on when its parent has gone. */
#include "guest.h"

int main(void)
{
	int pipes[2];
	char text[64];
	ssize_t got, total = 0;
	pid_t child;

	MUST(pipe(pipes));
	child = MUST(fork());
	if (!child) {
		pid_t middle = getpid();

		MUST(setsid());
		if (fork())
			_exit(0);
		close(pipes[0]);
		WAIT_UNTIL(getppid() != middle);
		MUST(chdir("/"));
		dprintf(pipes[1], "orphan: new parent %d, leader %d", getppid() != middle,
			getsid(0) == getpid());
		_exit(0);
	}
	close(pipes[1]);
	show_wait("middle", child);
	while ((got = read(pipes[0], text + total, sizeof(text) - total)) > 0)
		total += got;
	printf("[%.*s]\n", (int)total, text);
	CALL(wait(NULL));
	return 0;
}
