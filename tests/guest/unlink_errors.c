/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of unlink. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(mkdir("now", 0755));
	put_file("now/f", "x");
	MUST(chmod("now", 0555));
	MUST(symlink("d", "l"));
	CALL(unlink("d"));
	CALL(unlink("missing"));
	CALL(unlink("f/x"));
	CALL(unlink("now/f"));
	CALL(unlink("."));
	CALL(unlink(".."));
	CALL(unlink("/"));
	CALL(unlink(""));
	CALL(unlink(bad_memory()));
	CALL(unlink(repeat('a', 256)));
	CALL(unlink("l"));
	CALL(unlink("f"));
	CALL(unlink("f"));
	show_path("d");
	MUST(chmod("now", 0755));
	return 0;
}
