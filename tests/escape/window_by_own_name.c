/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A socket pair that passes credentials gets an abstract name of the host's when it first sends,
 * without any bind; somebody outside could come there. The windows have to be shut before.
 */
#include "escape.h"

static bool is_open(void)
{
	static uint64_t gate;
	int fd;

	gate = gate != 0 ? gate : find_gate();
	fd = (int)syscall(SYS_openat2, AT_FDCWD, "mine", gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_, 24);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int main(void)
{
	struct sockaddr_un name;
	socklen_t length = sizeof(name);
	int pair[2], on = 1;

	enter_scratch();
	make_file("mine", "mine");
	if (!is_open())
		skip("there are no windows");
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0 ||
	    setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0 ||
	    send(pair[0], "x", 1, 0) != 1 ||
	    getsockname(pair[0], (struct sockaddr *)&name, &length) < 0)
		broken("no socket of that kind");
	if (length > sizeof(name.sun_family) && is_open())
		escaped("a window is open while a socket has a name of the host's");
	contained();
}
