/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* bind, listen, connect, accept by path, and the names at both ends. */
#include "guest.h"

static void show_address(const char *what, int result, const struct sockaddr_un *address,
			 socklen_t length)
{
	printf("%s: %s family %d length %d path [%s]\n", what, result ? err_name(errno) : "ok",
	       address->sun_family, (int)length,
	       length > 2 ? address->sun_path : "");
}

int main(void)
{
	socklen_t length, got = sizeof(struct sockaddr_un);
	struct sockaddr_un address = unix_address("sock", &length), name = { 0 };
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), client, server;
	char text[16] = "";

	CALL(bind(listener, (struct sockaddr *)&address, length));
	show_path("sock");
	CALL(bind(listener, (struct sockaddr *)&address, length));
	CALL(bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	CALL(connect(client, (struct sockaddr *)&address, length));
	CALL(listen(listener, 5));
	CALL(connect(client, (struct sockaddr *)&address, length));
	server = accept(listener, (struct sockaddr *)&name, &got);
	show_address("accept", server < 0, &name, got);
	got = sizeof(name);
	show_address("listener's name", getsockname(listener, (struct sockaddr *)&name, &got),
		     &name, got);
	got = sizeof(name);
	show_address("client's peer", getpeername(client, (struct sockaddr *)&name, &got), &name,
		     got);
	got = sizeof(name);
	memset(&name, 0, sizeof(name));
	show_address("client's name", getsockname(client, (struct sockaddr *)&name, &got), &name,
		     got);
	got = sizeof(name);
	memset(&name, 0, sizeof(name));
	show_address("server's name", getsockname(server, (struct sockaddr *)&name, &got), &name,
		     got);
	CALL(write(client, "hello", 5));
	CALL(read(server, text, sizeof(text)));
	puts(text);
	CALL(connect(client, (struct sockaddr *)&address, length));
	CALL(shutdown(client, SHUT_WR));
	CALL(read(server, text, sizeof(text)));
	return 0;
}
