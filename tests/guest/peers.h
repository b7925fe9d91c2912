/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* For guests that show what is the same once somebody outside could hand in descriptors. */
#ifndef PTJAIL_TESTS_PEERS_H
#define PTJAIL_TESTS_PEERS_H

#include "guest.h"

/* Binds "socket" in the cwd, where nobody listens: a jail expects peers after that. */
static void connect_to_nobody(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	CALL(connect(fd, (struct sockaddr *)&address, sizeof(address)));
	close(fd);
}

#endif
