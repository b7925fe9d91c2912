/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* rename with slashes behind old and new names. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("f", "x");
	MUST(symlink("d", "ld"));
	MUST(symlink("f", "lf"));
	CALL(rename("f/", "g"));
	CALL(rename("f", "g/"));
	CALL(rename("f/", "g/"));
	CALL(rename("d/", "e"));
	CALL(rename("e", "d/"));
	CALL(rename("d/", "e/"));
	CALL(rename("e", "d"));
	CALL(rename("ld/", "x"));
	CALL(rename("lf/", "x"));
	CALL(rename("ld", "x/"));
	CALL(rename("lf", "x/"));
	CALL(rename("f", "lf/"));
	CALL(rename("missing/", "x"));
	show_dir(".");
	return 0;
}
