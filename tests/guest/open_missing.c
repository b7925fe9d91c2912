/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ENOENT for missing parents, middles and ends, and for the empty path. */
#include "guest.h"

int main(void)
{
	int fd = MUST(open(".", O_RDONLY | O_DIRECTORY));

	TRY_OPEN(open("missing", O_RDONLY));
	TRY_OPEN(open("missing/f", O_RDONLY));
	TRY_OPEN(open("missing/f", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("missing/..", O_RDONLY));
	TRY_OPEN(open("missing/../f", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("", O_RDONLY));
	TRY_OPEN(open("", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("", O_PATH));
	TRY_OPEN(openat(fd, "", O_RDONLY));
	TRY_OPEN(openat(-1, "", O_RDONLY));
	return 0;
}
