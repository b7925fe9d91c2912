/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* unlinkat with AT_REMOVEDIR, unknown flags and bases. */
#include "guest.h"

int main(void)
{
	int dir;

	MUST(mkdir("d", 0755));
	MUST(mkdir("d/sub", 0755));
	put_file("d/f", "x");
	dir = MUST(open("d", O_RDONLY));
	CALL(unlinkat(dir, "f", AT_REMOVEDIR));
	CALL(unlinkat(dir, "sub", 0));
	CALL(unlinkat(dir, "f", 1));
	CALL(unlinkat(dir, "f", AT_SYMLINK_NOFOLLOW));
	CALL(unlinkat(dir, "", 0));
	CALL(unlinkat(dir, "", AT_REMOVEDIR));
	CALL(unlinkat(dir, ".", AT_REMOVEDIR));
	CALL(unlinkat(dir, "..", AT_REMOVEDIR));
	CALL(unlinkat(999, "f", 0));
	CALL(unlinkat(dir, "f", 0));
	CALL(unlinkat(dir, "sub", AT_REMOVEDIR));
	CALL(unlinkat(AT_FDCWD, "d", AT_REMOVEDIR));
	CALL(mkdirat(dir, "late", 0755));
	return 0;
}
