/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* link and symlink with slashes behind the names. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("f", "x");
	MUST(symlink("f", "lf"));
	CALL(link("f/", "a"));
	CALL(link("f", "a/"));
	CALL(link("lf/", "a"));
	CALL(link("f", "d/"));
	CALL(link("d/", "a"));
	CALL(symlink("f/", "s"));
	CALL(symlink("f", "t/"));
	show_file("s");
	show_dir(".");
	return 0;
}
