/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Open-file-description locks belong to the description. */
#include "guest.h"

int main(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int a, b;

	put_file("f", "x");
	a = MUST(open("f", O_RDWR));
	b = MUST(open("f", O_RDWR));
	CALL(fcntl(a, F_OFD_SETLK, &lock));
	CALL(fcntl(b, F_OFD_SETLK, &lock));
	CALL(fcntl(b, F_OFD_GETLK, &lock));
	printf("type %d pid %d\n", lock.l_type, (int)lock.l_pid);
	close(a);
	lock = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
	CALL(fcntl(b, F_OFD_SETLK, &lock));
	return 0;
}
