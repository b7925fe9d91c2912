/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* rmdir and unlink with slashes and dots behind the name. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("a", 0755));
	MUST(mkdir("b", 0755));
	MUST(mkdir("c", 0755));
	put_file("f", "x");
	MUST(symlink("a", "la"));
	MUST(symlink("f", "lf"));
	CALL(rmdir("b/"));
	CALL(rmdir("c//"));
	CALL(rmdir("a/."));
	CALL(rmdir("a/.."));
	CALL(rmdir("la"));
	CALL(rmdir("la/"));
	CALL(unlink("la/"));
	CALL(unlink("f/"));
	CALL(unlink("lf/"));
	CALL(unlink("a/"));
	CALL(unlink("missing/"));
	CALL(rmdir("missing/"));
	CALL(rmdir("f/"));
	show_dir(".");
	return 0;
}
