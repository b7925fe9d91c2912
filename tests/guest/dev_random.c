/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* random and urandom give bytes; getrandom too. */
#include "guest.h"

#include <sys/random.h>

int main(void)
{
	unsigned char a[64], b[64];
	int fd = MUST(open("/dev/urandom", O_RDONLY));

	CALL(read(fd, a, sizeof(a)));
	CALL(read(fd, b, sizeof(b)));
	printf("different %d\n", memcmp(a, b, sizeof(a)) != 0);
	OK(fd = open("/dev/random", O_RDONLY | O_NONBLOCK));
	CALL(read(fd, a, 8));
	CALL(getrandom(b, sizeof(b), 0));
	CALL(getrandom(b, sizeof(b), 0x100));
	return 0;
}
