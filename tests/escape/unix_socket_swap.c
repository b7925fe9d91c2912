/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The socket itself is exchanged: judged as a stream, or as one of another domain, it is a datagram
 * socket of the unix domain when the kernel takes the address.
 * ATTACK BROKEN: SOCKET
 */
#include <netinet/in.h>

#include "escape.h"

static int stream, datagram, internet, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(datagram, working);
		linger(200);
		dup2(stream, working);
		linger(200);
		dup2(internet, working);
		linger(200);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct sockaddr_un address;
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof(address),
				  .msg_iov = &part, .msg_iovlen = 1 };
	struct mmsghdr many[2] = { { .msg_hdr = message }, { .msg_hdr = message } };
	int pair[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	stream = pair[0];
	datagram = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	internet = socket(AF_INET, SOCK_DGRAM, 0);
	working = dup(stream);
	unix_address(&address, outside("dgram"));
	start(flip, NULL);
	while (racing(&race)) {
		(void)sendmsg(working, &message, MSG_DONTWAIT);
		(void)sendmmsg(working, many, 2, MSG_DONTWAIT);
		(void)sendto(working, "x", 1, MSG_DONTWAIT, (void *)&address, sizeof(address));
		(void)connect(working, (void *)&address, sizeof(address));
		(void)bind(working, (void *)&address, sizeof(address));
	}
	contained(); /* whoever is reached outside tells */
}
