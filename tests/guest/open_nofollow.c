/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_NOFOLLOW refuses only a link in the last component. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("d", "ld"));
	MUST(symlink("d/f", "lf"));
	TRY_OPEN(open("lf", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld/f", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
	TRY_OPEN(open("ld/", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("ld/.", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("lf/", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("d/f", O_RDONLY | O_NOFOLLOW));
	TRY_OPEN(open("lf", O_WRONLY | O_TRUNC | O_NOFOLLOW));
	show_file("d/f");
	return 0;
}
