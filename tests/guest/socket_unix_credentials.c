/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* SCM_CREDENTIALS and SO_PEERCRED between a client and a server process. */
#include "guest.h"

int main(void)
{
	socklen_t length, size = sizeof(struct ucred);
	struct sockaddr_un address = unix_address("s", &length);
	char control[CMSG_SPACE(sizeof(struct ucred))], byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), server, on = 1, go[2];
	struct ucred cred = { 0 };
	pid_t child;

	MUST(bind(listener, (struct sockaddr *)&address, length));
	MUST(listen(listener, 1));
	MUST(pipe(go));
	child = MUST(fork());
	if (!child) {
		int client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

		MUST(connect(client, (struct sockaddr *)&address, length));
		MUST(read(go[0], &byte, 1));
		CALL(getsockopt(client, SOL_SOCKET, SO_PEERCRED, &cred, &size));
		printf("server is the parent %d\n", cred.pid == getppid());
		fflush(stdout);
		MUST(write(client, "x", 1));
		_exit(0);
	}
	server = MUST(accept(listener, NULL, NULL));
	MUST(setsockopt(server, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)));
	MUST(write(go[1], "x", 1));
	MUST(waitpid(child, NULL, 0) == child ? 0 : -1);
	CALL(getsockopt(server, SOL_SOCKET, SO_PEERCRED, &cred, &size));
	printf("client is the child %d, uid %d\n", cred.pid == child, cred.uid == getuid());
	CALL(recvmsg(server, &message, 0));
	if (CMSG_FIRSTHDR(&message)) {
		memcpy(&cred, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(cred));
		printf("sender is the child %d, uid %d\n", cred.pid == child, cred.uid == getuid());
	}
	return 0;
}
