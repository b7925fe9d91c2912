/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What is behind the sender's name in the buffer for it stays as it was: some programs (Go's)
 * find the end of an abstract name by the first NUL, not by the length that they are told.
 */
#include "guest.h"

static struct sockaddr_un name(char last, socklen_t *ret_length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int length = snprintf(address.sun_path + 1, 64, "behind-the-name-%d-%c", (int)getpid(),
			      last);

	*ret_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
	return address;
}

static void show(const char *what, const struct sockaddr_un *from, socklen_t told, socklen_t length)
{
	const char *bytes = (const char *)from;
	size_t changed = 0;

	for (size_t i = length; i < sizeof(*from); i++)
		changed += bytes[i] != 'z';
	printf("%s: as long %d, changed behind it %zu\n", what, told == length, changed);
}

static void receive(int fd, socklen_t length)
{
	struct sockaddr_un from;
	char text[8];
	struct iovec part = { text, sizeof(text) };
	struct mmsghdr message = { .msg_hdr = { .msg_name = &from,
						.msg_namelen = sizeof(from),
						.msg_iov = &part,
						.msg_iovlen = 1 } };
	socklen_t got = sizeof(from);

	memset(&from, 'z', sizeof(from));
	CALL(recvfrom(fd, text, sizeof(text), 0, (struct sockaddr *)&from, &got));
	show("recvfrom", &from, got, length);
	memset(&from, 'z', sizeof(from));
	CALL(recvmsg(fd, &message.msg_hdr, 0));
	show("recvmsg", &from, message.msg_hdr.msg_namelen, length);
	memset(&from, 'z', sizeof(from));
	message.msg_hdr.msg_namelen = sizeof(from);
	CALL(recvmmsg(fd, &message, 1, 0, NULL));
	show("recvmmsg", &from, message.msg_hdr.msg_namelen, length);
}

int main(void)
{
	socklen_t la, lb, got = sizeof(struct sockaddr_un);
	struct sockaddr_un a = name('a', &la), b = name('b', &lb), from;
	int fa = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), fb = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(bind(fa, (struct sockaddr *)&a, la));
	MUST(bind(fb, (struct sockaddr *)&b, lb));
	for (int i = 0; i < 3; i++)
		MUST(sendto(fa, "text", 4, 0, (struct sockaddr *)&b, lb));
	receive(fb, la);
	MUST(bind(listener, (struct sockaddr *)&b, lb));
	MUST(listen(listener, 1));
	MUST(bind(client, (struct sockaddr *)&a, la));
	MUST(connect(client, (struct sockaddr *)&b, lb));
	memset(&from, 'z', sizeof(from));
	try_open("accept", accept(listener, (struct sockaddr *)&from, &got));
	show("accept", &from, got, la);
	return 0;
}
