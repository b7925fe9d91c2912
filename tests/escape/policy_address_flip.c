/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One destination is allowed; another thread writes a different one where connect, sendto and
 * sendmsg read it. A connected datagram socket tells whom it talks to.
 * ATTACK OPTIONS: --net none --connect 127.0.0.1:9
 * ATTACK BROKEN: ARGUMENTS
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "escape.h"

static struct sockaddr_in address;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		address.sin_port = htons(9);
		linger(400);
		address.sin_port = htons(10);
		linger(400);
	}
	return NULL;
}

static void refused_at_once(void)
{
	struct sockaddr_in other = { .sin_family = AF_INET, .sin_port = htons(10),
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 mapped = { .sin6_family = AF_INET6, .sin6_port = htons(10) };
	int udp = socket(AF_INET, SOCK_DGRAM, 0), udp6 = socket(AF_INET6, SOCK_DGRAM, 0);

	if (udp < 0)
		broken("no socket");
	must_fail(connect(udp, (void *)&other, sizeof(other)), "connect");
	must_fail(sendto(udp, "x", 1, 0, (void *)&other, sizeof(other)), "sendto");
	/* KERNEL: udp_sendmsg() takes it for AF_INET. */
	other.sin_family = AF_UNSPEC;
	must_fail(sendto(udp, "x", 1, 0, (void *)&other, sizeof(other)), "sendto, AF_UNSPEC");
	inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr);
	if (udp6 >= 0)
		must_fail(sendto(udp6, "x", 1, 0, (void *)&mapped, sizeof(mapped)), "mapped");
	must_fail(socket(AF_INET, SOCK_STREAM, 262), "MPTCP");
	must_fail(socket(AF_INET, SOCK_SEQPACKET, 0), "SCTP");
	must_fail(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), "ping");
	must_fail(setsockopt(udp, IPPROTO_IP, IP_OPTIONS, "", 0), "IP_OPTIONS");
	must_fail(listen(socket(AF_INET, SOCK_STREAM, 0), 1), "listen");
	close(udp);
	close(udp6);
}

int main(void)
{
	struct race race = { 0 };
	unsigned long connected = 0;

	address = (struct sockaddr_in){ .sin_family = AF_INET,
					.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	refused_at_once();
	start(flip, NULL);
	while (racing(&race)) {
		struct sockaddr_in peer;
		socklen_t size = sizeof(peer);
		int udp = socket(AF_INET, SOCK_DGRAM, 0);

		if (connect(udp, (void *)&address, sizeof(address)) == 0) {
			connected++;
			if (getpeername(udp, (void *)&peer, &size) == 0 && ntohs(peer.sin_port) != 9)
				escaped("connected to port %d", ntohs(peer.sin_port));
		}
		close(udp);
	}
	printf("%lu of %lu connected\n", connected, race.rounds);
	if (connected == 0)
		broken("nothing connects");
	contained();
}
