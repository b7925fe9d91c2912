/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Datagrams by path: sendto, recvfrom with names, sendmsg, connected sends. */
#include "guest.h"

int main(void)
{
	socklen_t la, lb, got;
	struct sockaddr_un a = unix_address("a", &la), b = unix_address("b", &lb), from;
	int fa = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), fb = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	char text[32] = "";
	struct iovec part = { text, sizeof(text) };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &part,
				  .msg_iovlen = 1 };

	MUST(bind(fa, (struct sockaddr *)&a, la));
	MUST(bind(fb, (struct sockaddr *)&b, lb));
	CALL(sendto(fa, "one", 3, 0, (struct sockaddr *)&b, lb));
	got = sizeof(from);
	memset(&from, 0, sizeof(from));
	CALL(recvfrom(fb, text, sizeof(text), 0, (struct sockaddr *)&from, &got));
	printf("[%s] from [%s] length %d\n", text, from.sun_path, (int)got);
	part = (struct iovec){ "message", 7 };
	message.msg_name = &a;
	message.msg_namelen = la;
	CALL(sendmsg(fb, &message, 0));
	memset(text, 0, sizeof(text));
	memset(&from, 0, sizeof(from));
	part = (struct iovec){ text, sizeof(text) };
	message.msg_name = &from;
	message.msg_namelen = sizeof(from);
	CALL(recvmsg(fa, &message, 0));
	printf("[%s] from [%s] length %d flags %d\n", text, from.sun_path,
	       (int)message.msg_namelen, message.msg_flags);
	CALL(connect(fa, (struct sockaddr *)&b, lb));
	CALL(send(fa, "conn", 4, 0));
	CALL(recv(fb, text, sizeof(text), 0));
	CALL(sendto(fb, "x", 1, 0, (struct sockaddr *)&from, 2));
	CALL(unlink("b"));
	CALL(sendto(socket(AF_UNIX, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&b, lb));
	CALL(send(fa, "still", 5, 0));
	close(fb);
	CALL(send(fa, "gone", 4, 0));
	return 0;
}
