/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RENAME_EXCHANGE swaps any two things. */
#include "guest.h"

static long swap(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
}

int main(void)
{
	put_file("a", "a");
	put_file("b", "b");
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("nowhere", "l"));
	CALL(swap("a", "b"));
	show_file("a");
	CALL(swap("a", "d"));
	show_path("a");
	show_file("d");
	CALL(swap("l", "b"));
	show_path("b");
	CALL(swap("a", "missing"));
	CALL(swap("missing", "a"));
	CALL(swap("a", "a/f"));
	CALL(swap("a/f", "a"));
	CALL(swap("a/", "d"));
	show_dir(".");
	return 0;
}
