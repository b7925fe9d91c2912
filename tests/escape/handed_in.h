/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What the outside gives to whoever asks at /shared/giver (outside.c). */
#ifndef PTJAIL_TESTS_HANDED_IN_H
#define PTJAIL_TESTS_HANDED_IN_H

#include "escape.h"

struct handed_in {
	int directory, file;
	int file_name, stream_name, dgram_name; /* O_PATH */
	int pipe[2]; /* somebody outside is the owner of the end that reads, and of the directory */
	int queues; /* the directory of message queues, or another one */
	int nameless; /* O_PATH, of a file that has no name */
};

UNUSED static struct handed_in take_handed_in(void)
{
	struct handed_in handed;
	char byte, control[CMSG_SPACE(sizeof(handed))];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct sockaddr_un address;
	struct cmsghdr *head;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	unix_address(&address, "/shared/giver");
	if (connect(sock, (void *)&address, sizeof(address)) < 0 || write(sock, "give", 4) != 4 ||
	    recvmsg(sock, &message, 0) != 1 || (head = CMSG_FIRSTHDR(&message)) == NULL ||
	    head->cmsg_len != CMSG_LEN(sizeof(handed)))
		broken("nothing is handed in");
	memcpy(&handed, CMSG_DATA(head), sizeof(handed));
	close(sock);
	return handed;
}

#endif
