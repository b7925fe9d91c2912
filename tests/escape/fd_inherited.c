/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * F-01: the runner leaves a directory and a file of the outside open in descriptors 3 and 4:
 * they are closed in here, and so is everything else above 2.
 */
#include "escape.h"

int main(void)
{
	int first = find_protected();

	for (int fd = 3; fd < 4096; fd++) {
		if (fd == first)
			break;
		if (exists(fd))
			escaped("descriptor %d is open", fd);
	}
	refuse_secret(openat(3, "secret", O_RDONLY), "an inherited directory");
	refuse_secret(4, "an inherited file");
	contained();
}
