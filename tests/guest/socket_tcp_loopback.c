/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A TCP exchange over the loopback, with names and options. */
#include "guest.h"

int main(void)
{
	struct sockaddr_in address = loopback_address(), name;
	socklen_t length = sizeof(address), got = sizeof(name);
	int listener = MUST(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), client, server,
	    one = 1;
	char text[16] = "";

	CALL(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)));
	CALL(bind(listener, (struct sockaddr *)&address, sizeof(address)));
	CALL(listen(listener, 5));
	CALL(getsockname(listener, (struct sockaddr *)&address, &length));
	if (!MUST(fork())) {
		client = MUST(socket(AF_INET, SOCK_STREAM, 0));
		MUST(connect(client, (struct sockaddr *)&address, sizeof(address)));
		MUST(write(client, "over tcp", 8));
		_exit(0);
	}
	server = MUST(accept4(listener, (struct sockaddr *)&name, &got, SOCK_CLOEXEC));
	printf("from loopback %d\n", name.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
	CALL(recv(server, text, sizeof(text), MSG_WAITALL));
	puts(text);
	CALL(recv(server, text, sizeof(text), 0));
	MUST(wait(NULL));
	close(listener);
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	CALL(connect(client, (struct sockaddr *)&address, sizeof(address)));
	CALL(bind(client, (struct sockaddr *)&address, 3));
	address.sin_addr.s_addr = htonl(0x01020304);
	CALL(bind(client, (struct sockaddr *)&address, sizeof(address)));
	return 0;
}
