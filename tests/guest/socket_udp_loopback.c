/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* UDP over the loopback, connected and not. */
#include "guest.h"

int main(void)
{
	struct sockaddr_in a = loopback_address(), b = loopback_address(), from;
	socklen_t length = sizeof(a), got = sizeof(from);
	int fa = MUST(socket(AF_INET, SOCK_DGRAM, 0)), fb = MUST(socket(AF_INET, SOCK_DGRAM, 0));
	char text[16] = "";

	MUST(bind(fa, (struct sockaddr *)&a, sizeof(a)));
	MUST(bind(fb, (struct sockaddr *)&b, sizeof(b)));
	MUST(getsockname(fa, (struct sockaddr *)&a, &length));
	MUST(getsockname(fb, (struct sockaddr *)&b, &length));
	CALL(sendto(fa, "datagram", 8, 0, (struct sockaddr *)&b, sizeof(b)));
	CALL(recvfrom(fb, text, sizeof(text), 0, (struct sockaddr *)&from, &got));
	printf("[%s] from a %d\n", text, from.sin_port == a.sin_port);
	CALL(connect(fb, (struct sockaddr *)&a, sizeof(a)));
	CALL(send(fb, "back", 4, 0));
	CALL(recv(fa, text, sizeof(text), 0));
	CALL(recv(fa, text, sizeof(text), MSG_DONTWAIT));
	CALL(send(socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0));
	return 0;
}
