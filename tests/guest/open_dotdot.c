/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ".." after links, and in the middle of paths. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	put_file("top", "top");
	put_file("a/mid", "mid");
	MUST(symlink("a/b", "lb"));
	show_file("a/b/../mid");
	show_file("lb/../mid");
	show_file("lb/../../top");
	show_file("lb/../top");
	show_file("a/./b/.././../top");
	show_same("lb/..", "a");
	show_same("lb/../..", ".");
	show_same("a/..", ".");
	show_file("a/b/..");
	return 0;
}
