/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Hard links to files, links, FIFOs and directories. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	MUST(mkfifo("p", 0644));
	CALL(link("f", "g"));
	show_path("g");
	CALL(link("f", "g"));
	CALL(link("l", "l2"));
	show_path("l2");
	CALL(link("dangling", "l3"));
	show_path("l3");
	CALL(link("p", "p2"));
	CALL(link("d", "d2"));
	CALL(link("f", "d"));
	CALL(link("f", "dangling"));
	show_same("f", "g");
	return 0;
}
