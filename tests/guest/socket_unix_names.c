/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The exact bytes of the names that the kernel gives back, also into short buffers. */
#include "guest.h"

int main(void)
{
	socklen_t length, got;
	struct sockaddr_un address = unix_address("./d/../sock", &length);
	unsigned char name[128];
	int fd = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));

	MUST(mkdir("d", 0755));
	CALL(bind(fd, (struct sockaddr *)&address, length));
	for (got = 0; got < 20; got += 3) {
		socklen_t room = got;

		memset(name, '#', sizeof(name));
		if (getsockname(fd, (struct sockaddr *)name, &room))
			printf("%s\n", err_name(errno));
		else
			printf("room %d length %d [%.*s]\n", (int)got, (int)room,
			       got > 2 ? (int)got - 2 : 0, (char *)name + 2);
		printf("next byte kept %d\n", name[got] == '#');
	}
	got = -1;
	CALL(getsockname(fd, (struct sockaddr *)name, &got));
	CALL(getsockname(fd, (struct sockaddr *)name, (socklen_t *)bad_memory()));
	got = sizeof(name);
	CALL(getsockname(fd, (struct sockaddr *)bad_memory(), &got));
	CALL(getsockname(0, (struct sockaddr *)name, &got));
	CALL(getsockname(999, (struct sockaddr *)name, &got));
	CALL(getpeername(fd, (struct sockaddr *)name, &got));
	return 0;
}
