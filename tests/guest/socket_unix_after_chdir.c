/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A relative socket path is looked up where the process now stands. */
#include "guest.h"

int main(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("s", &length);
	int a = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), b = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(mkdir("d", 0755));
	MUST(mkdir("e", 0755));
	MUST(chdir("d"));
	CALL(bind(a, (struct sockaddr *)&address, length));
	MUST(listen(a, 1));
	MUST(chdir("../e"));
	CALL(connect(b, (struct sockaddr *)&address, length));
	MUST(chdir(".."));
	MUST(rename("d", "f"));
	address = unix_address("f/s", &length);
	CALL(connect(b, (struct sockaddr *)&address, length));
	address = unix_address("e/../f//s", &length);
	CALL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length));
	address = unix_address("/proc/self/cwd/f/s", &length);
	CALL(connect(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), (struct sockaddr *)&address,
		     length));
	return 0;
}
