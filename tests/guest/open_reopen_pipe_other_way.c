/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A pipe's reading end opened for writing through /proc/self/fd, and the reverse. */
#include "guest.h"

int main(void)
{
	char path[64], byte = '-';
	int pipes[2], again;

	MUST(pipe2(pipes, O_NONBLOCK));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipes[0]);
	OK(again = open(path, O_WRONLY));
	CALL(write(again, "x", 1));
	CALL(read(pipes[0], &byte, 1));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipes[1]);
	OK(again = open(path, O_RDONLY | O_NONBLOCK));
	CALL(write(pipes[1], "y", 1));
	CALL(read(again, &byte, 1));
	return 0;
}
