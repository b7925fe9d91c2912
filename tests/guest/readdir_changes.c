/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Entries made and removed show up in the next listing. */
#include "guest.h"

int main(void)
{
	show_dir(".");
	put_file("a", "x");
	MUST(mkdir("b", 0755));
	show_dir(".");
	MUST(rename("a", "b/c"));
	show_dir(".");
	show_dir("b");
	show_dir("b/..");
	show_dir("missing");
	show_dir("b/c");
	MUST(unlink("b/c"));
	MUST(rmdir("b"));
	show_dir(".");
	return 0;
}
