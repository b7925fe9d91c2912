/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* sendmmsg and recvmmsg with a path in every message. */
#include "guest.h"

int main(void)
{
	socklen_t la, lb;
	struct sockaddr_un a = unix_address("a", &la), b = unix_address("b", &lb), from[3];
	int fa = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), fb = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	char texts[3][8] = { "one", "two", "three" };
	struct iovec parts[3];
	struct mmsghdr messages[3];

	MUST(bind(fa, (struct sockaddr *)&a, la));
	MUST(bind(fb, (struct sockaddr *)&b, lb));
	memset(messages, 0, sizeof(messages));
	for (int i = 0; i < 3; i++) {
		parts[i] = (struct iovec){ texts[i], strlen(texts[i]) };
		messages[i].msg_hdr = (struct msghdr){ .msg_name = i == 2 ? &a : &b,
						       .msg_namelen = i == 2 ? la : lb,
						       .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	CALL(sendmmsg(fa, messages, 3, 0));
	printf("%u %u %u\n", messages[0].msg_len, messages[1].msg_len, messages[2].msg_len);
	for (int i = 0; i < 3; i++) {
		memset(texts[i], 0, sizeof(texts[i]));
		memset(&from[i], 0, sizeof(from[i]));
		parts[i] = (struct iovec){ texts[i], sizeof(texts[i]) };
		messages[i].msg_hdr = (struct msghdr){ .msg_name = &from[i],
						       .msg_namelen = sizeof(from[i]),
						       .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	CALL(recvmmsg(fb, messages, 3, MSG_DONTWAIT, NULL));
	for (int i = 0; i < 2; i++)
		printf("[%.*s] from [%s] %d\n", (int)messages[i].msg_len, texts[i],
		       from[i].sun_path, (int)messages[i].msg_hdr.msg_namelen);
	strcpy(b.sun_path, "missing");
	messages[0].msg_hdr.msg_name = &b;
	messages[0].msg_hdr.msg_namelen = sizeof(b);
	CALL(sendmmsg(fa, messages, 2, 0));
	return 0;
}
