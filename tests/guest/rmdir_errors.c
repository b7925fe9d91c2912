/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of rmdir. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("full", 0755));
	MUST(mkdir("full/sub", 0755));
	MUST(mkdir("now", 0755));
	MUST(mkdir("now/sub", 0755));
	MUST(chmod("now", 0555));
	MUST(symlink("full", "l"));
	CALL(rmdir("f"));
	CALL(rmdir("full"));
	CALL(rmdir("l"));
	CALL(rmdir("missing"));
	CALL(rmdir("now/sub"));
	CALL(rmdir("."));
	CALL(rmdir(".."));
	CALL(rmdir("full/."));
	CALL(rmdir("full/sub/.."));
	CALL(rmdir(""));
	CALL(rmdir("/"));
	CALL(rmdir("f/x"));
	CALL(rmdir(bad_memory()));
	CALL(rmdir("full/sub"));
	CALL(rmdir("full"));
	MUST(chmod("now", 0755));
	return 0;
}
