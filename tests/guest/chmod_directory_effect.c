/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A changed directory mode takes effect at once for paths and not for descriptors. */
#include "guest.h"

int main(void)
{
	int dir;

	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	dir = MUST(open("d", O_RDONLY));
	MUST(chmod("d", 0));
	TRY_OPEN(open("d/f", O_RDONLY));
	TRY_OPEN(openat(dir, "f", O_RDONLY));
	TRY_OPEN(openat(dir, ".", O_RDONLY));
	CALL(fchdir(dir));
	CALL(fchmod(dir, 0500));
	TRY_OPEN(openat(dir, "f", O_RDONLY));
	CALL(unlinkat(dir, "f", 0));
	MUST(fchmod(dir, 0755));
	return 0;
}
