/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Abstract names between one's own processes, with embedded NULs. */
#include "guest.h"

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX }, name;
	socklen_t length, got = sizeof(name);
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), client, server;
	char text[8] = "";
	int printed = snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "a%cb-%d", 0,
			       (int)getpid());

	length = offsetof(struct sockaddr_un, sun_path) + 1 + printed;
	CALL(bind(listener, (struct sockaddr *)&address, length));
	CALL(bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	MUST(listen(listener, 1));
	client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	CALL(connect(client, (struct sockaddr *)&address, length - 1));
	CALL(connect(client, (struct sockaddr *)&address, length));
	OK(server = accept(listener, NULL, NULL));
	CALL(write(client, "abc", 3));
	CALL(read(server, text, sizeof(text)));
	CALL(getpeername(client, (struct sockaddr *)&name, &got));
	printf("same name %d\n", got == length && !memcmp(&name, &address, length));
	show_dir(".");
	return 0;
}
