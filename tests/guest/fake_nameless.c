/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Pipes, sockets and memory files are his who makes them; others' stay theirs. */
#include "as_user.h"

static void change(const char *what, int fd)
{
	show_fd_owner(what, fd);
	CALL(fchmod(fd, 0640));
	CALL(fchown(fd, -1, 1000));
	CALL(fchown(fd, 0, -1));
	CALL(futimens(fd, (struct timespec[2]){ { 5, 0 }, { 6, 0 } }));
	show_fd_owner(what, fd);
}

static void open_anew(const char *what, int fd)
{
	char name[64];

	puts(what);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	TRY_OPEN(open(name, O_RDONLY | O_NONBLOCK));
	TRY_OPEN(open(name, O_WRONLY | O_NONBLOCK));
}

static void change_own(void)
{
	int ends[2], pair[2];

	MUST(pipe(ends));
	open_anew("pipe", ends[0]);
	change("pipe", ends[0]);
	show_fd_owner("its other end", ends[1]);
	open_anew("pipe", ends[0]);
	MUST(pipe2(ends, O_CLOEXEC));
	change("pipe2", ends[1]);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	change("pair", pair[0]);
	show_fd_owner("its other end", pair[1]);
	change("unix", MUST(socket(AF_UNIX, SOCK_STREAM, 0)));
	change("inet", MUST(socket(AF_INET, SOCK_STREAM, 0)));
	change("memory", MUST(memfd_create("memory", 0)));
}

static void change_roots(int pipe_end, int sock, int memory)
{
	change("root's pipe", pipe_end);
	change("root's socket", sock);
	change("root's memory", memory);
}

int main(void)
{
	int ends[2];
	int sock = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int memory = MUST(memfd_create("root's", 0));

	MUST(pipe(ends));
	AS(1000, 1000, change_own());
	AS(1000, 1000, change_roots(ends[0], sock, memory));
	AS(0, 1000, change_own());
	change_own();
	change_roots(ends[0], sock, memory);
	return 0;
}
