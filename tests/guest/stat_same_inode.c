/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Different ways of writing a path lead to one inode. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("f", "x");
	put_file("g", "x");
	MUST(link("f", "d/hard"));
	MUST(symlink("../f", "d/soft"));
	show_same("f", "./f");
	show_same("f", "d/../f");
	show_same("f", "d//..///f");
	show_same("f", "d/hard");
	show_same("f", "d/soft");
	show_same("f", "g");
	show_same(".", "d/..");
	show_same("/", "/tmp/..");
	show_same("/proc/self/cwd", ".");
	show_same("/proc/self/cwd/f", "f");
	show_same("/proc/self/root", "/");
	return 0;
}
