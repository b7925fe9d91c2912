/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* SO_PEERNAME tells what getpeername does: as many bytes as are wanted, if there are as many. */
#include "guest.h"

static void ask(int fd, socklen_t wanted)
{
	unsigned char name[128];
	socklen_t length = wanted;

	memset(name, '#', sizeof(name));
	if (getsockopt(fd, SOL_SOCKET, SO_PEERNAME, name, &length)) {
		printf("%d: %s\n", (int)wanted, err_name(errno));
		return;
	}
	printf("%d: length %d [%.*s] next byte kept %d\n", (int)wanted, (int)length,
	       wanted > 3 ? (int)wanted - 3 : 0, (char *)name + 3, name[wanted] == '#');
}

/* A listener there, and who has connected to it. */
static void ask_about(const struct sockaddr_un *address, socklen_t length)
{
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(bind(listener, (const struct sockaddr *)address, length));
	MUST(listen(listener, 1));
	ask(fd, 2);
	MUST(connect(fd, (const struct sockaddr *)address, length));
	for (socklen_t wanted = 0; wanted < 16; wanted++)
		ask(fd, wanted);
	ask(fd, 110);
	ask(fd, 128);
	ask(fd, (socklen_t)-1);
	ask(MUST(accept(listener, NULL, NULL)), 2);
	length = 2;
	CALL(getsockopt(fd, SOL_SOCKET, SO_PEERNAME, bad_memory(), &length));
	CALL(getsockopt(fd, SOL_SOCKET, SO_PEERNAME, &length, (socklen_t *)bad_memory()));
}

int main(void)
{
	struct sockaddr_un abstract = { .sun_family = AF_UNIX, .sun_path = "\0peername" };
	struct sockaddr_un address;
	socklen_t length;
	int pair[2];

	MUST(mkdir("d", 0755));
	address = unix_address("d/sock", &length);
	ask_about(&address, length);
	ask_about(&abstract, offsetof(struct sockaddr_un, sun_path) + 9);
	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
	ask(pair[0], 2);
	ask(0, 2);
	ask(999, 2);
	return 0;
}
