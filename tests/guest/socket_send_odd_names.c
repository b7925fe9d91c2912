/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Messages to unix names on sockets that do not look names up; which argument is minded first. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

static void try_socket(const char *what, int fd)
{
	static const char *const paths[] = { "missing", "missing/x", "file/x", "loop", "." };
	struct iovec data = { "abc", 3 };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct sockaddr_un name = { .sun_family = AF_UNIX };
		struct msghdr header = { &name, sizeof(name), &data, 1, NULL, 0, 0 };
		struct mmsghdr two[2] = { { header, 0 }, { header, 0 } };
		char text[100];

		strcpy(name.sun_path, paths[i]);
		snprintf(text, sizeof(text), "%s sendto %s", what, paths[i]);
		report(text, sendto(fd, "abc", 3, MSG_NOSIGNAL, (void *)&name, sizeof(name)));
		snprintf(text, sizeof(text), "%s sendmsg %s", what, paths[i]);
		report(text, sendmsg(fd, &header, MSG_NOSIGNAL));
		snprintf(text, sizeof(text), "%s sendmmsg %s", what, paths[i]);
		report(text, sendmmsg(fd, two, 2, MSG_NOSIGNAL));
		snprintf(text, sizeof(text), "%s bad data %s", what, paths[i]);
		report(text, sendto(fd, (void *)-4096L, 3, 0, (void *)&name, sizeof(name)));
	}
}

static int connected_tcp(void)
{
	struct sockaddr_in name = { .sin_family = AF_INET };
	socklen_t size = sizeof(name);
	int listener = MUST(socket(AF_INET, SOCK_STREAM, 0));
	int fd = MUST(socket(AF_INET, SOCK_STREAM, 0));

	name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	MUST(bind(listener, (void *)&name, size));
	MUST(listen(listener, 1));
	MUST(getsockname(listener, (void *)&name, &size));
	MUST(connect(fd, (void *)&name, size));
	return fd;
}

int main(void)
{
	struct sembuf operation = { 0, 0, 0 };
	int pair[2];
	struct msghdr odd = { .msg_name = (void *)8, .msg_namelen = 20 };

	MUST(close(MUST(open("file", O_CREAT | O_WRONLY, 0644))));
	MUST(symlink("loop", "loop"));
	try_socket("udp", socket(AF_INET, SOCK_DGRAM, 0));
	try_socket("tcp", socket(AF_INET, SOCK_STREAM, 0));
	try_socket("connected tcp", connected_tcp());
	try_socket("datagram", socket(AF_UNIX, SOCK_DGRAM, 0));
	try_socket("stream", socket(AF_UNIX, SOCK_STREAM, 0));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	try_socket("stream pair", pair[0]);
	MUST(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair));
	try_socket("seqpacket pair", pair[0]);
	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	try_socket("datagram pair", pair[0]);
	try_socket("file", open("file", O_RDONLY));
	try_socket("path", open("file", O_PATH));
	try_socket("none", 500);
	CALL(sendmsg(pair[0], &odd, 0));
	CALL(sendmsg(500, &odd, 0));
	odd.msg_namelen = (socklen_t)-1;
	CALL(sendmsg(pair[0], &odd, 0));
	CALL(syscall(SYS_sendmsg, pair[0], 8, 0));
	CALL(syscall(SYS_sendmsg, 500, 8, 0));
	CALL(syscall(SYS_sendmsg, pair[0], 8, 0x80000000U));
	CALL(semop(-1, &operation, 4096));
	CALL(semop(-1, (void *)8, 1));
	CALL(semop(-1, &operation, 0));
	CALL(semop(-1, &operation, 1));
	CALL(msgsnd(-1, (void *)8, 8, 0));
	CALL(msgsnd(-1, "01234567890123456789", 8, 0));
	CALL(unshare(0x7ff));
	CALL(unshare((int)0xffffffff));
	return 0;
}
