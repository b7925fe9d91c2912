/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same with struct open_how: judged as O_PATH or for reading, changed to writing, without
 * RESOLVE bits, of a path outside and of a file in a read-only mount.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: ARGUMENTS
 */
#include <linux/openat2.h>

#include "escape.h"

static volatile struct open_how how;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		how.resolve = RESOLVE_IN_ROOT;
		how.flags = O_PATH;
		linger(200);
		how.resolve = 0;
		how.flags = O_RDWR;
		linger(50);
		how.flags = O_RDONLY;
		linger(100);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	if (chdir("/ro") < 0)
		broken("/ro");
	start(flip, NULL);
	while (racing(&race)) {
		int fd = (int)syscall(SYS_openat2, AT_FDCWD, "file", &how, sizeof(how));

		if (fd >= 0 && write(fd, "x", 1) == 1)
			escaped("a file of a read-only mount was written");
		close(fd);
		refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), &how,
					   sizeof(how)),
			      "an open_how that changed");
	}
	contained();
}
