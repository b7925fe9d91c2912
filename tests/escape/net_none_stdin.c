/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * With --net none there is a connection all the same, for standard input. It is ended, and its socket
 * led elsewhere, or made to listen; also by a message, and while another thread exchanges it for
 * a socket that may listen. Somebody outside listens, and tells.
 * ATTACK OPTIONS: --net none
 * ATTACK STDIN: connection
 * ATTACK BROKEN: NONE
 */
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "escape.h"

static int local;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(local, 50);
		linger(300);
		dup2(0, 50);
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)atoi(given("ESCAPE_PORT"))),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un own;
	struct iovec part = { (char[]){ "x" }, 1 };
	struct mmsghdr message = { .msg_hdr = { .msg_name = &address, .msg_namelen = sizeof(address),
						.msg_iov = &part, .msg_iovlen = 1 } };
	struct race race = { 0 };
	struct tcp_info info;
	socklen_t size = sizeof(info);
	struct ucred peer = { 0 };
	unsigned long listened = 0;
	int client;

	if (getsockopt(0, IPPROTO_TCP, TCP_INFO, &info, &size) < 0 || write(0, "x", 1) != 1)
		broken("no connection");
	if (connect(0, &none, sizeof(none)) < 0)
		broken("it cannot be ended");
	must_fail(connect(0, (void *)&address, sizeof(address)), "connect");
	must_fail(sendto(0, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, (void *)&address, sizeof(address)), "sendto");
	must_fail(sendmsg(0, &message.msg_hdr, MSG_FASTOPEN | MSG_NOSIGNAL), "sendmsg");
	must_fail(sendmmsg(0, &message, 1, MSG_FASTOPEN | MSG_NOSIGNAL), "sendmmsg");
	must_fail(listen(0, 1), "listen");
	address.sin_port = 0;
	must_fail(bind(0, (void *)&address, sizeof(address)), "bind");
	address.sin_addr.s_addr = 0;
	must_fail(bind(0, (void *)&address, sizeof(address)), "bind to all");
	local = socket(AF_UNIX, SOCK_STREAM, 0);
	size = unix_address(&own, "@listening");
	if (local < 0 || bind(local, (void *)&own, size) < 0)
		broken("no socket of its own");
	start(flip, NULL);
	while (racing_until(&race, listened > 0)) {
		int listens = 0;

		listened += listen(50, 1) == 0;
		size = sizeof(listens);
		if (getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens)
			escaped("it listens");
	}
	/* Who listens is told, though others could exchange the socket. */
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	size = sizeof(peer);
	if (connect(client, (void *)&own, unix_address(&own, "@listening")) < 0 ||
	    getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 || peer.pid != getpid())
		broken("process %d listens, not %d", peer.pid, getpid());
	printf("%lu of %lu listened\n", listened, race.rounds);
	usleep(50000);
	contained();
}
