/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* memfd_create and its seals. */
#include "guest.h"

int main(void)
{
	int fd = MUST(memfd_create("m", MFD_ALLOW_SEALING | MFD_CLOEXEC));

	MUST(ftruncate(fd, 100));
	CALL(fcntl(fd, F_GET_SEALS));
	CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
	CALL(ftruncate(fd, 50));
	CALL(ftruncate(fd, 200));
	CALL(write(fd, "x", 1));
	CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
	CALL(write(fd, "x", 1));
	CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	CALL(fcntl(memfd_create("n", 0), F_GET_SEALS));
	OK(memfd_create(repeat('a', 249), 0));
	CALL(memfd_create(repeat('a', 250), 0));
	CALL(memfd_create("x", 0x4000));
	show_fd("memfd", fd);
	return 0;
}
