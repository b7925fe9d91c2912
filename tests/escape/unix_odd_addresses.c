/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E46, E6, N-01: addresses of the unix domain that the kernel and ptjail might read differently: every length,
 * names without an end, with zeros inside, of another family, relative and through links and /proc;
 * abstract names with and without zeros behind. None reaches a socket outside.
 */
#include "confined.h"

static void send_all(const struct sockaddr_un *address, socklen_t length)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_name = (void *)(uintptr_t)address, .msg_namelen = length,
				  .msg_iov = &part, .msg_iovlen = 1 };
	struct mmsghdr vector = { message, 0 };

	for (size_t i = 0; i < 3; i++) {
		int sock = socket(AF_UNIX, types[i] | SOCK_NONBLOCK, 0);

		must_fail(connect(sock, (const struct sockaddr *)address, length), "connect");
		must_fail(sendto(sock, "x", 1, MSG_NOSIGNAL, (const struct sockaddr *)address, length),
			  "sendto");
		must_fail(sendmsg(sock, &message, MSG_NOSIGNAL), "sendmsg");
		must_fail(sendmmsg(sock, &vector, 1, MSG_NOSIGNAL), "sendmmsg");
		close(sock);
	}
}

/* Behind it the name goes on, for who reads too far. */
static void try_path(const char *path, const char *rest)
{
	struct {
		struct sockaddr_un address;
		char more[64];
	} room;
	size_t length = strlen(path);

	memset(&room, 0, sizeof(room));
	room.address.sun_family = AF_UNIX;
	if (length + strlen(rest) + 1 > sizeof(room.address.sun_path) + sizeof(room.more))
		return;
	memcpy(room.address.sun_path, path, length);
	strcpy(room.address.sun_path + length, rest);
	for (socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	     size <= sizeof(room.address); size += 1 + (size % 16 == 0 ? 13 : 0))
		send_all(&room.address, size);
}

static void try_abstract(void)
{
	const char *name = given("ESCAPE_ABSTRACT") + 1;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(name);

	memcpy(address.sun_path + 1, name, length);
	for (socklen_t size = 2; size <= sizeof(address); size++)
		if (size != sizeof(sa_family_t))
			send_all(&address, size);
	/* As a path that begins with it, and of a family that is nearly the unix domain's. */
	memcpy(address.sun_path, name, length);
	send_all(&address, (socklen_t)(2 + length));
	address.sun_family = AF_UNIX | 0x100;
	send_all(&address, (socklen_t)(2 + length));
}

int main(void)
{
	static const char *const sockets[] = { "stream", "dgram", "seqpacket" };
	char path[PATH_MAX];

	enter_scratch();
	(void)symlink(outside(""), "there");
	for (size_t i = 0; i < 3; i++) {
		const char *full = outside(sockets[i]);
		char link[32];

		try_path(full, "");
		try_path(full, "/");
		try_path(full, "x");
		snprintf(path, sizeof(path), "../../../../../..%s", full);
		try_path(path, "");
		snprintf(path, sizeof(path), "/proc/self/root%s", full);
		try_path(path, "");
		snprintf(path, sizeof(path), "/proc/self/cwd/../..%s", full);
		try_path(path, "");
		snprintf(path, sizeof(path), "there/%s", sockets[i]);
		try_path(path, "");
		snprintf(link, sizeof(link), "link%zu", i);
		(void)symlink(full, link);
		try_path(link, "");
	}
	try_abstract();
	contained();
}
