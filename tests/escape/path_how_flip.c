/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same with struct open_how: judged as O_PATH, changed to writing, without RESOLVE bits.
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
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	start(flip, NULL);
	while (racing(&race))
		refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), &how,
					   sizeof(how)),
			      "an open_how that changed");
	contained();
}
