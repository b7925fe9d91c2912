/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The name of a socket outlives it, and leads to nobody. With "bind" or "connect" and a name only
 * that is done, for the cases.
 */
#include "guest.h"

int main(int argc, char **argv)
{
	const char *only = argc > 2 ? argv[1] : "";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int sock = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", argc > 2 ? argv[2] : "left");
	if (strcmp(only, "connect") != 0)
		CALL(bind(sock, (struct sockaddr *)&address, sizeof(address)));
	close(sock);
	sock = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	if (strcmp(only, "bind") != 0)
		CALL(connect(sock, (struct sockaddr *)&address, sizeof(address)));
	return 0;
}
