/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* fstat and AT_EMPTY_PATH on pipes, sockets, eventfds and memfds. */
#include "guest.h"

static void show_kind(const char *what, int fd)
{
	struct stat st = { 0 };

	printf("%s: %s", what, fstat(fd, &st) ? err_name(errno) : type_name(st.st_mode));
	printf(" %s\n", fstatat(fd, "", &st, AT_EMPTY_PATH) ? err_name(errno)
							       : type_name(st.st_mode));
}

int main(void)
{
	int pair[2];

	MUST(pipe(pair));
	show_kind("pipe", pair[0]);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	show_kind("socket", pair[0]);
	show_kind("eventfd", eventfd(0, 0));
	show_kind("epoll", epoll_create1(0));
	show_kind("null", open("/dev/null", O_RDONLY));
	show_kind("memfd", memfd_create("m", 0));
	show_kind("directory", open(".", O_RDONLY));
	show_kind("stdin", 0);
	show_kind("closed", 999);
	return 0;
}
