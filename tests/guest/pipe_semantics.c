/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Pipes: end of file, EPIPE with and without the signal, capacity, O_NONBLOCK. */
#include "guest.h"
#include "legacy.h"

int main(void)
{
	int pipes[2];
	char byte;
	pid_t child;

	CALL(legacy_pipe(pipes));
	CALL(pipe2(pipes, O_NONBLOCK | O_CLOEXEC));
	CALL(read(pipes[0], &byte, 1));
	CALL(write(pipes[1], "ab", 2));
	CALL(read(pipes[0], &byte, 1));
	CALL(fcntl(pipes[1], F_SETPIPE_SZ, 4096));
	CALL(write(pipes[1], repeat('x', 5000), 5000));
	CALL(write(pipes[1], "x", 1));
	child = MUST(fork());
	if (!child) {
		close(pipes[0]);
		_exit(0);
	}
	show_wait("child", child);
	close(pipes[1]);
	while (read(pipes[0], &byte, 1) > 0)
		;
	CALL(read(pipes[0], &byte, 1));
	CALL(pipe(pipes));
	close(pipes[0]);
	signal(SIGPIPE, SIG_IGN);
	CALL(write(pipes[1], "x", 1));
	child = MUST(fork());
	if (!child) {
		signal(SIGPIPE, SIG_DFL);
		_exit(write(pipes[1], "x", 1) < 0);
	}
	show_wait("default", child);
	CALL(pipe2(pipes, 0x1000000));
	CALL(pipe((int *)bad_memory()));
	return 0;
}
