/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* vfork shares memory until exec or exit, and the parent waits. */
#include "guest.h"

static volatile int shared;

int main(int argc, char **argv)
{
	pid_t child;

	if (argc > 1) {
		puts("ran");
		return 3;
	}
	child = vfork();
	if (!child) {
		shared = 42;
		_exit(9);
	}
	printf("shared %d\n", shared);
	show_wait("exited", child);
	child = vfork();
	if (!child) {
		execl(argv[0], argv[0], "x", NULL);
		_exit(1);
	}
	show_wait("executed", child);
	child = vfork();
	if (!child) {
		execl("missing", "missing", NULL);
		shared = errno;
		_exit(127);
	}
	printf("child saw %s\n", err_name(shared));
	show_wait("failed", child);
	return 0;
}
