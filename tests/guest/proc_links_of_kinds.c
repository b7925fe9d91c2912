/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What /proc/self/fd/N says of pipes, sockets, memfds and anonymous files. */
#include "guest.h"

#include <mqueue.h>

/* Cuts the number out of "pipe:[123]". */
static void show_kind(const char *what, int fd)
{
	char path[64], text[PATH_MAX] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (readlink(path, text, sizeof(text) - 1) < 0)
		printf("%s: %s\n", what, err_name(errno));
	else
		printf("%s: %.*s\n", what, (int)strcspn(text, "0123456789"), text);
}

static void show_queue(void)
{
	int queue;

	(void)mq_unlink("/ptjail links");
	queue = (int)MUST(mq_open("/ptjail links", O_RDWR | O_CREAT, 0600, NULL));
	show_kind("queue", queue);
	CALL(mq_unlink("/ptjail links"));
	show_kind("removed queue", queue);
}

int main(void)
{
	int pair[2];

	MUST(pipe(pair));
	show_kind("pipe", pair[0]);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	show_kind("socket", pair[0]);
	show_kind("memfd", memfd_create("name", 0));
	show_kind("eventfd", eventfd(0, 0));
	show_kind("epoll", epoll_create1(0));
	show_kind("inotify", inotify_init());
	show_kind("tcp", socket(AF_INET, SOCK_STREAM, 0));
	show_queue();
	return 0;
}
