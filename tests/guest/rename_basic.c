/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* rename of files, links and directories over each other. */
#include "guest.h"

int main(void)
{
	put_file("a", "a");
	put_file("b", "b");
	MUST(mkdir("d", 0755));
	MUST(mkdir("empty", 0755));
	MUST(mkdir("full", 0755));
	put_file("full/f", "x");
	MUST(symlink("a", "l"));
	CALL(rename("a", "b"));
	show_file("b");
	CALL(rename("b", "b"));
	CALL(rename("l", "m"));
	show_path("m");
	CALL(rename("b", "d"));
	CALL(rename("d", "b"));
	CALL(rename("d", "empty"));
	CALL(rename("empty", "full"));
	CALL(rename("full", "empty"));
	CALL(rename("empty", "empty/sub"));
	CALL(rename("empty/f", "empty"));
	CALL(rename("b", "m"));
	show_path("m");
	show_dir(".");
	return 0;
}
