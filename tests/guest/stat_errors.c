/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of stat and lstat. */
#include "guest.h"

int main(void)
{
	struct stat st;

	put_file("f", "x");
	MUST(symlink("missing", "dangling"));
	CALL(stat("missing", &st));
	CALL(stat("", &st));
	CALL(lstat("", &st));
	CALL(stat("f/", &st));
	CALL(lstat("f/", &st));
	CALL(stat("f/x", &st));
	CALL(stat("f/.", &st));
	CALL(stat("f/..", &st));
	CALL(stat("dangling", &st));
	CALL(lstat("dangling", &st));
	CALL(lstat("dangling/", &st));
	CALL(stat(bad_memory(), &st));
	CALL(lstat(bad_memory(), &st));
	CALL(stat(repeat('a', 256), &st));
	CALL(stat(repeat('/', 4096), &st));
	return 0;
}
