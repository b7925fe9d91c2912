/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* All registers after bind, connect, getsockname and failed connects. */
#include "guest.h"
#include "seen_registers.h"
#include "show_registers.h"

int main(void)
{
	socklen_t length, got = sizeof(struct sockaddr_un);
	struct sockaddr_un address = unix_address("s", &length), name;
	long listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	long client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	show_registers("bind", SYS_bind,
		       (long[6]){ listener, (long)&address, length, 11, 12, 13 }, false);
	show_registers("connect, nobody listens", SYS_connect,
		       (long[6]){ client, (long)&address, length, 11, 12, 13 }, false);
	MUST(listen((int)listener, 2));
	show_registers("connect", SYS_connect,
		       (long[6]){ client, (long)&address, length, 11, 12, 13 }, false);
	show_registers("getsockname", SYS_getsockname,
		       (long[6]){ listener, (long)&name, (long)&got, 11, 12, 13 }, false);
	show_registers("getpeername", SYS_getpeername,
		       (long[6]){ client, (long)&name, (long)&got, 11, 12, 13 }, false);
	show_registers("connect, bad pointer", SYS_connect,
		       (long[6]){ client, 1, length, 11, 12, 13 }, false);
	return 0;
}
