/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* socketpair where there are no pairs, and with arguments that nobody has. */
#include "guest.h"

int main(void)
{
	int pair[2] = { -7, -7 };

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
