/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Connecting needs write permission on the socket; the mode follows the umask. */
#include "guest.h"

int main(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("s", &length);
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	umask(027);
	CALL(bind(listener, (struct sockaddr *)&address, length));
	show_path("s");
	MUST(listen(listener, 5));
	MUST(chmod("s", 0555));
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	MUST(chmod("s", 0200));
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	CALL(connect(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *)&address, length));
	CALL(unlink("s"));
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	return 0;
}
