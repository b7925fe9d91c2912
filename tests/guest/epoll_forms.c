/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* epoll: level and edge, one shot, errors. */
#include "guest.h"

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u32 = 7 }, got;
	int ep = MUST(epoll_create1(EPOLL_CLOEXEC)), pipes[2], file;

	put_file("f", "x");
	file = MUST(open("f", O_RDONLY));
	MUST(pipe(pipes));
	CALL(epoll_ctl(ep, EPOLL_CTL_ADD, pipes[0], &event));
	CALL(epoll_ctl(ep, EPOLL_CTL_ADD, pipes[0], &event));
	CALL(epoll_ctl(ep, EPOLL_CTL_ADD, file, &event));
	CALL(epoll_ctl(ep, EPOLL_CTL_ADD, ep, &event));
	CALL(epoll_wait(ep, &got, 1, 0));
	MUST(write(pipes[1], "x", 1));
	CALL(epoll_wait(ep, &got, 1, 100));
	printf("%x %u\n", got.events, got.data.u32);
	event.events = EPOLLIN | EPOLLET;
	CALL(epoll_ctl(ep, EPOLL_CTL_MOD, pipes[0], &event));
	CALL(epoll_wait(ep, &got, 1, 100));
	CALL(epoll_wait(ep, &got, 1, 0));
	CALL(epoll_ctl(ep, EPOLL_CTL_DEL, pipes[0], NULL));
	CALL(epoll_ctl(ep, EPOLL_CTL_DEL, pipes[0], NULL));
	CALL(epoll_wait(ep, &got, 0, 0));
	return 0;
}
