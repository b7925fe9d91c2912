/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* socket, and socketpair where there are no pairs, with arguments that nobody has. */
#include "guest.h"

static void singles(void)
{
	static const int domains[] = { 0, 3, AF_UNIX, AF_INET, AF_NETLINK, 46, 200, -1 };
	static const int types[] = { 0, 4, 9, 11, 15, 16, 0x100, SOCK_DGRAM | 0x40, -1 };
	char text[64];

	for (unsigned int i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
		for (unsigned int j = 0; j < sizeof(types) / sizeof(types[0]); j++) {
			snprintf(text, sizeof(text), "socket(%d, %#x)", domains[i], types[j]);
			report_ok(text, socket(domains[i], types[j], 0));
		}
	OK(socket(AF_NETLINK, SOCK_STREAM, 1));
	OK(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0));
}

int main(void)
{
	int pair[2] = { -7, -7 };

	singles();
	CALL(socketpair(0, 0x100, 0, pair));
	CALL(socketpair(0, 11, 0, pair));
	CALL(socketpair(46, 11, 0, pair));
	CALL(socketpair(AF_INET6, 0x100, 0, pair));
	CALL(socketpair(AF_INET6, SOCK_RDM, 0, pair));
	CALL(socketpair(AF_INET6, SOCK_DGRAM, 0, (void *)8));
	CALL(socketpair(AF_NETLINK, SOCK_STREAM, 0, pair));
	CALL(socketpair(AF_NETLINK, SOCK_DGRAM, 0, (void *)8));
	CALL(socketpair(0, SOCK_STREAM, 0, pair));
	CALL(socketpair(AF_INET, 75, 0, pair));
	CALL(socketpair(AF_INET, SOCK_RAW, 0, pair));
	CALL(socketpair(AF_INET, SOCK_DGRAM, 17, pair));
	CALL(socketpair(AF_INET, SOCK_DGRAM, 6, pair));
	CALL(socketpair(AF_INET, SOCK_STREAM, 6, pair));
	CALL(socketpair(AF_INET, SOCK_STREAM, 1, pair));
	CALL(socketpair(AF_INET6, SOCK_STREAM, 0, pair));
	CALL(socketpair(AF_NETLINK, SOCK_RAW, 0, pair));
	CALL(socketpair(AF_UNIX, SOCK_DGRAM, 77, pair));
	CALL(socketpair(AF_UNIX, SOCK_DGRAM, 0, (void *)8));
	CALL(socketpair(200, SOCK_DGRAM, 0, pair));
	CALL(socketpair(-1, SOCK_DGRAM, 0, pair));
	OK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	return 0;
}
