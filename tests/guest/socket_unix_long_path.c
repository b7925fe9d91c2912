/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* sun_path filled to its 108 bytes without a NUL, and through a link. */
#include "guest.h"

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX }, name;
	socklen_t got = sizeof(name);
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	char *full = repeat('s', 108);

	memcpy(address.sun_path, full, 108);
	CALL(bind(listener, (struct sockaddr *)&address, sizeof(address)));
	show_path(full);
	MUST(listen(listener, 8));
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address,
		     sizeof(address)));
	CALL(getsockname(listener, (struct sockaddr *)&name, &got));
	printf("length %d\n", (int)got);
	MUST(symlink(full, "l"));
	memset(&address.sun_path, 0, sizeof(address.sun_path));
	strcpy(address.sun_path, "l");
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, 2 + 1));
	memcpy(address.sun_path, "lxxxx", 5);
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, 2 + 1));
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, 2 + 3));
	return 0;
}
