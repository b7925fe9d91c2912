/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A slash behind files, links, directories and nothing. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "lf"));
	MUST(symlink("d", "ld"));
	TRY_OPEN(open("f/", O_RDONLY));
	TRY_OPEN(open("f//", O_RDONLY));
	TRY_OPEN(open("f/.", O_RDONLY));
	TRY_OPEN(open("f/..", O_RDONLY));
	TRY_OPEN(open("lf/", O_RDONLY));
	TRY_OPEN(open("d/", O_RDONLY));
	TRY_OPEN(open("d///", O_RDONLY));
	TRY_OPEN(open("ld/", O_RDONLY));
	TRY_OPEN(open("ld//.", O_RDONLY));
	TRY_OPEN(open("missing/", O_RDONLY));
	TRY_OPEN(open("missing/.", O_RDONLY));
	TRY_OPEN(open("f/", O_PATH));
	return 0;
}
