/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mkdir takes a trailing slash, also over links. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(symlink("target", "dangling"));
	CALL(mkdir("a/", 0755));
	CALL(mkdir("a/", 0755));
	CALL(mkdir("b///", 0700));
	CALL(mkdir("a/c/", 0755));
	CALL(mkdir("f/", 0755));
	CALL(mkdir("dangling/", 0755));
	show_path("target");
	show_path("dangling");
	show_dir(".");
	return 0;
}
