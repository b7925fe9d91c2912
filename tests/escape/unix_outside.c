/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* N-01, E46: sockets outside, by path, by link, by descriptor, by abstract name; every type and call. */
#include "escape.h"

static void reach(const struct sockaddr_un *address, socklen_t length, const char *how)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	struct iovec part = { (char[]){ "x" }, 1 };
	struct mmsghdr many[2];

	for (size_t i = 0; i < 3; i++) {
		int sock = socket(AF_UNIX, types[i] | SOCK_NONBLOCK, 0);
		struct msghdr message = { .msg_name = (void *)address, .msg_namelen = length,
					  .msg_iov = &part, .msg_iovlen = 1 };

		many[0].msg_hdr = many[1].msg_hdr = message;
		if (types[i] == SOCK_DGRAM) {
			must_fail(sendto(sock, "x", 1, 0, (void *)address, length), how);
			must_fail(sendmsg(sock, &message, 0), how);
			must_fail(sendmmsg(sock, many, 2, 0), how);
		} else {
			(void)sendto(sock, "x", 1, 0, (void *)address, length);
			(void)sendmsg(sock, &message, 0);
		}
		must_fail(connect(sock, (void *)address, length), how);
		must_fail(bind(sock, (void *)address, length) == 0 && address->sun_path[0] != '\0' ? 0 : -1, how);
		close(sock);
	}
}

int main(void)
{
	static const char *const names[] = { "stream", "dgram", "seqpacket" };
	struct sockaddr_un address;
	char text[108], up[64] = "";
	socklen_t length;

	enter_scratch();
	for (int i = 0; i < 12; i++)
		strcat(up, "../");
	for (size_t i = 0; i < 3; i++) {
		reach(&address, unix_address(&address, outside(names[i])), "a path");
		snprintf(text, sizeof(text), "%s%s", up, outside(names[i]) + 1);
		reach(&address, unix_address(&address, text), "a relative path");
		(void)symlink(outside(names[i]), names[i]);
		reach(&address, unix_address(&address, names[i]), "a link");
		snprintf(text, sizeof(text), "/proc/self/root%s", outside(names[i]));
		reach(&address, unix_address(&address, text), "a magic link");
		snprintf(text, sizeof(text), "/proc/%d/cwd/%s", given_pid("ESCAPE_PID"), names[i]);
		reach(&address, unix_address(&address, text), "an outsider's directory");
		/* Exactly as long as sun_path, without an end. */
		memset(&address, '/', sizeof(address));
		address.sun_family = AF_UNIX;
		strncpy(address.sun_path + 108 - strlen(outside(names[i])), outside(names[i]),
			strlen(outside(names[i])));
		reach(&address, sizeof(address), "a path of 108 bytes");
	}
	length = unix_address(&address, given("ESCAPE_ABSTRACT"));
	reach(&address, length, "an abstract name");
	snprintf(text, sizeof(text), "%s.dgram", given("ESCAPE_ABSTRACT"));
	length = unix_address(&address, text);
	reach(&address, length, "an abstract name");
	contained();
}
