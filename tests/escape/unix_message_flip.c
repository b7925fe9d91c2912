/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E1: a message's header turns: where its name lies and how long it is, and the vector of
 * several messages. The name itself never changes.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static struct sockaddr_un inside_address, outside_address, abstract_address;
static socklen_t abstract_length;
static struct mmsghdr messages[2];

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		messages[1].msg_hdr.msg_name = messages[0].msg_hdr.msg_name = &outside_address;
		linger(100);
		messages[1].msg_hdr.msg_name = messages[0].msg_hdr.msg_name = &abstract_address;
		messages[1].msg_hdr.msg_namelen = messages[0].msg_hdr.msg_namelen = abstract_length;
		linger(100);
		messages[1].msg_hdr.msg_namelen = messages[0].msg_hdr.msg_namelen =
			sizeof(inside_address);
		messages[1].msg_hdr.msg_name = messages[0].msg_hdr.msg_name = &inside_address;
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct iovec part = { (char[]){ "x" }, 1 };
	int inside = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	unsigned long sent = 0;
	struct race race = { 0 };
	char name[108];

	enter_scratch();
	unix_address(&inside_address, "socket");
	unix_address(&outside_address, outside("dgram"));
	snprintf(name, sizeof(name), "%s.dgram", given("ESCAPE_ABSTRACT"));
	abstract_length = unix_address(&abstract_address, name);
	if (bind(inside, (void *)&inside_address, sizeof(inside_address)) < 0)
		broken("bind");
	for (int i = 0; i < 2; i++)
		messages[i].msg_hdr = (struct msghdr){ .msg_name = &inside_address,
						       .msg_namelen = sizeof(inside_address),
						       .msg_iov = &part, .msg_iovlen = 1 };
	start(flip, NULL);
	while (racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		char byte;

		sent += sendmsg(sock, &messages[0].msg_hdr, 0) == 1;
		(void)sendmmsg(sock, messages, 2, 0);
		while (recv(inside, &byte, 1, 0) == 1)
			;
		close(sock);
	}
	printf("%lu sent\n", sent);
	if (sent == 0)
		broken("nothing arrives");
	contained(); /* whoever is reached outside tells */
}
