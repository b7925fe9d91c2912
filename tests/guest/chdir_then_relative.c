/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Relative paths follow chdir, through links, in every family of calls. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	MUST(symlink("a/b", "l"));
	CALL(chdir("l"));
	put_file("f", "x");
	CALL(mkdir("d", 0755));
	CALL(rename("f", "../g"));
	CALL(symlink("../g", "s"));
	CALL(link("../g", "h"));
	show_file("s");
	show_file("../../a/g");
	CALL(chdir("../.."));
	show_dir("a");
	show_dir("a/b");
	return 0;
}
