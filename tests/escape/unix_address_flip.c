/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * T-09: the address is turned from a socket inside to one outside while it is used.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static struct sockaddr_un address, inside_address, outside_address;
static struct sockaddr_un abstract_address;
static socklen_t abstract_length;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		memcpy(&address, &outside_address, sizeof(address));
		linger(100);
		memcpy(&address, &abstract_address, sizeof(address));
		linger(100);
		memcpy(&address, &inside_address, sizeof(address));
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof(address),
				  .msg_iov = &part, .msg_iovlen = 1 };
	char name[108];
	int inside = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	unsigned long sent = 0;

	enter_scratch();
	unix_address(&inside_address, "socket");
	unix_address(&outside_address, outside("dgram"));
	snprintf(name, sizeof(name), "%s.dgram", given("ESCAPE_ABSTRACT"));
	abstract_length = unix_address(&abstract_address, name);
	if (bind(inside, (void *)&inside_address, sizeof(inside_address)) < 0)
		broken("bind");
	memcpy(&address, &inside_address, sizeof(address));
	start(flip, NULL);
	while (racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		char byte;

		sent += sendto(sock, "x", 1, 0, (void *)&address, sizeof(address)) == 1;
		(void)sendto(sock, "x", 1, 0, (void *)&address, abstract_length);
		(void)sendmsg(sock, &message, 0);
		if (connect(sock, (void *)&address, race.rounds % 2 ? sizeof(address) : abstract_length) == 0)
			(void)send(sock, "x", 1, 0);
		while (recv(inside, &byte, 1, 0) == 1)
			;
		close(sock);
	}
	printf("%lu sent\n", sent);
	if (sent == 0)
		broken("nothing arrives");
	contained(); /* whoever is reached outside tells */
}
