/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of symlink and symlinkat. */
#include "guest.h"

int main(void)
{
	int dir;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	CALL(symlink("x", "f"));
	CALL(symlink("x", "d"));
	CALL(symlink("x", "new/"));
	CALL(symlink("x", "d/"));
	CALL(symlink("x", "missing/l"));
	CALL(symlink("x", "f/l"));
	CALL(symlink("x", ""));
	CALL(symlink("", "l"));
	CALL(symlink("x", "."));
	CALL(symlink("x", "/"));
	CALL(symlink(bad_memory(), "l"));
	CALL(symlink("x", bad_memory()));
	CALL(symlink("x", repeat('a', 256)));
	dir = MUST(open("d", O_RDONLY));
	CALL(symlinkat("../f", dir, "l"));
	CALL(symlinkat("../f", dir, "l"));
	CALL(symlinkat("x", 999, "l"));
	CALL(symlinkat("x", AT_FDCWD, "m"));
	show_file("d/l");
	show_dir(".");
	return 0;
}
