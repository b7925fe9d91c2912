/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Datagrams to names and to a peer, sent while another thread could change descriptors. */
#include "guest.h"

static void *idle(void *arg)
{
	char byte;

	return read(*(int *)arg, &byte, 1) ? NULL : NULL;
}

static void receive(int fd)
{
	struct sockaddr_un from = { 0 };
	char text[64];
	struct iovec part = { text, sizeof(text) };
	struct msghdr message = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &part, .msg_iovlen = 1
	};
	ssize_t got = recvmsg(fd, &message, MSG_DONTWAIT);

	if (got < 0)
		printf("nothing: %s\n", err_name(errno));
	else
		printf("[%.*s] from [%s] length %u\n", (int)got, text, from.sun_path,
		       message.msg_namelen);
}

int main(void)
{
	struct sockaddr_un a, b;
	socklen_t length;
	struct iovec parts[3] = { { "one", 3 }, { "two", 3 }, { "three", 5 } };
	struct mmsghdr messages[3] = { 0 };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };
	int fa = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), fb = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	int pipes[2], pair[2];
	pthread_t thread;

	MUST(pipe(pipes));
	MUST(pthread_create(&thread, NULL, idle, pipes) ? -1 : 0);
	a = unix_address("a", &length);
	MUST(bind(fa, (struct sockaddr *)&a, length));
	b = unix_address("b", &length);
	MUST(bind(fb, (struct sockaddr *)&b, length));
	CALL(sendmsg(fa, &message, 0));
	message.msg_name = &b;
	message.msg_namelen = length;
	CALL(sendmsg(fa, &message, 0));
	receive(fb);
	for (int i = 0; i < 3; i++)
		messages[i].msg_hdr = (struct msghdr){
			.msg_name = &b, .msg_namelen = length, .msg_iov = &parts[i], .msg_iovlen = 1
		};
	CALL(sendmmsg(fa, messages, 3, 0));
	for (int i = 0; i < 3; i++) {
		printf("sent %u\n", messages[i].msg_len);
		receive(fb);
	}
	receive(fb);
	messages[1].msg_hdr.msg_name = bad_memory();
	CALL(sendmmsg(fa, messages, 3, 0));
	receive(fb);
	CALL(connect(fa, (struct sockaddr *)&b, length));
	message.msg_name = NULL;
	CALL(sendmsg(fa, &message, 0));
	CALL(send(fa, "four", 4, 0));
	receive(fb);
	receive(fb);
	b = unix_address("missing", &length);
	message.msg_name = &b;
	message.msg_namelen = length;
	CALL(sendmsg(fa, &message, 0));
	CALL(sendmsg(STDOUT_FILENO, &message, 0));
	CALL(sendmsg(999, &message, 0));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	message.msg_name = NULL;
	CALL(sendmsg(pair[0], &message, 0));
	receive(pair[1]);
	close(pipes[1]);
	pthread_join(thread, NULL);
	return 0;
}
