/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Each end of a pipe can be opened again through /proc/self/fd, for the same use. */
#include "guest.h"

int main(void)
{
	char path[64], byte = '-';
	int pipes[2], again;

	MUST(pipe2(pipes, O_NONBLOCK));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipes[1]);
	OK(again = open(path, O_WRONLY));
	CALL(write(again, "x", 1));
	CALL(read(pipes[0], &byte, 1));
	close(again);
	snprintf(path, sizeof(path), "/dev/fd/%d", pipes[1]);
	OK(again = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
	CALL(write(again, "x", 1));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipes[0]);
	OK(again = open(path, O_RDONLY | O_NONBLOCK));
	CALL(write(pipes[1], "y", 1));
	CALL(read(again, &byte, 1));
	printf("%c\n", byte);
	return 0;
}
