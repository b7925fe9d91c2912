/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A bind with the family alone gives an abstract name of six bytes. */
#include "guest.h"

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX }, name;
	socklen_t got = sizeof(name);
	int fd = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), other = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));

	CALL(bind(fd, (struct sockaddr *)&address, sizeof(sa_family_t)));
	CALL(getsockname(fd, (struct sockaddr *)&name, &got));
	printf("length %d first byte %d\n", (int)got, name.sun_path[0]);
	CALL(sendto(other, "x", 1, 0, (struct sockaddr *)&name, got));
	CALL(getsockname(other, (struct sockaddr *)&name, &got));
	printf("length %d\n", (int)got);
	return 0;
}
