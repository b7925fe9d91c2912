/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* kcmp knows no descriptors but those that are open. */
#include "guest.h"

#include <linux/kcmp.h>

static void look(int fd)
{
	int open_here = fcntl(fd, F_GETFD) >= 0;
	long same = syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, fd, fd);

	if ((same == 0) != open_here)
		printf("%d: %s, kcmp %ld\n", fd, open_here ? "open" : "closed", same);
}

int main(void)
{
	static const int around[] = { 64, 256, 1024, 4096, 16384, 65536, 524288, 1048576 };

	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
		for (int off = -40; off < 40; off++)
			look(around[i] + off);
	CALL(syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, 0, 999));
	CALL(syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, 0, 0));
	return 0;
}
