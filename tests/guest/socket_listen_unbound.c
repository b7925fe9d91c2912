/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A socket that was never bound listens at all addresses, at a port of the kernel's choice. */
#include "guest.h"

int main(void)
{
	struct sockaddr_in address = loopback_address();
	socklen_t length = sizeof(address);
	int listener = MUST(socket(AF_INET, SOCK_STREAM, 0)), client;

	CALL(listen(listener, 1));
	CALL(getsockname(listener, (struct sockaddr *)&address, &length));
	printf("any %d, port %d\n", address.sin_addr.s_addr == htonl(INADDR_ANY),
	       address.sin_port != 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	CALL(connect(client, (struct sockaddr *)&address, sizeof(address)));
	printf("accepted %d\n", accept(listener, NULL, NULL) >= 0);
	return 0;
}
