/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Creation through a chain of links with directories in between. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("a", 0755));
	MUST(mkdir("b", 0755));
	MUST(symlink("b/two", "one"));
	MUST(symlink("../a/three", "b/two"));
	MUST(symlink("./end", "a/three"));
	TRY_OPEN(open("one", O_RDONLY));
	TRY_OPEN(open("one", O_CREAT | O_WRONLY, 0644));
	show_path("a/end");
	show_dir("a");
	show_dir("b");
	show_dir(".");
	return 0;
}
