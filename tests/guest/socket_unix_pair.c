/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* socketpair of each type, credentials and options. */
#include "guest.h"

int main(void)
{
	struct ucred cred;
	socklen_t length = sizeof(cred);
	int pair[2], value = 0;
	char text[8];

	CALL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
	CALL(getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &cred, &length));
	printf("pid %d uid %d gid %d\n", cred.pid == getpid(), cred.uid == getuid(),
	       cred.gid == getgid());
	length = sizeof(value);
	CALL(getsockopt(pair[0], SOL_SOCKET, SO_TYPE, &value, &length));
	printf("type %d\n", value);
	CALL(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair));
	CALL(write(pair[0], "abc", 3));
	CALL(write(pair[0], "de", 2));
	CALL(read(pair[1], text, sizeof(text)));
	CALL(recv(pair[1], text, 1, MSG_TRUNC));
	CALL(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	CALL(socketpair(AF_INET, SOCK_STREAM, 0, pair));
	CALL(socketpair(AF_UNIX, 99, 0, pair));
	CALL(socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)bad_memory()));
	return 0;
}
