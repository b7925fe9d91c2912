/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A socket in the file system cannot be opened, but O_PATH can. */
#include "guest.h"

int main(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("s", &length);
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(bind(fd, (struct sockaddr *)&address, length));
	TRY_OPEN(open("s", O_RDONLY));
	TRY_OPEN(open("s", O_RDWR));
	TRY_OPEN(open("s", O_WRONLY | O_CREAT, 0644));
	TRY_OPEN(open("s", O_PATH));
	TRY_OPEN(open("s/", O_PATH));
	show_path("s");
	return 0;
}
