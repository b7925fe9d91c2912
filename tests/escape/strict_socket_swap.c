/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --strict lets connect to sockets that members bound. Another thread puts the name of somebody
 * else's socket in a bound directory under the descriptor that ptjail opens for the connect.
 * ATTACK OPTIONS: --strict -b @OUT@:/out
 * ATTACK BROKEN: SEATS
 */
#include "escape.h"

static int foreign, first;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = first; fd < first + 3; fd++) {
			dup2(foreign, fd);
			close(fd); /* the next one to be opened is the lowest that is free */
		}
	return NULL;
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length;
	struct race race = { 0 };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	unsigned long connected = 0;

	enter_scratch();
	length = unix_address(&address, "own");
	if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 100) < 0)
		broken("no socket of its own");
	foreign = open("/out/stream", O_PATH);
	if (foreign < 0)
		broken("no foreign socket");
	first = foreign + 1;
	start(flip, NULL);
	while (racing(&race)) {
		int low = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
		int sock = dup2(low, 50);

		close(low);
		connected += connect(sock, (struct sockaddr *)&address, length) == 0;
		close(sock);
		close(accept4(listener, NULL, NULL, SOCK_NONBLOCK));
	}
	printf("%lu of %lu connected\n", connected, race.rounds);
	contained();
}
