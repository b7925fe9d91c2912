/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Dots and double slashes in every family of calls. */
#include "guest.h"

int main(void)
{
	struct stat st;

	MUST(mkdir("a", 0755));
	CALL(mkdir("./a/./b", 0755));
	CALL(mkdir("a//b///c", 0755));
	CALL(mkdir("a/b/../d", 0755));
	TRY_OPEN(open("a/b/c/../../f", O_CREAT | O_WRONLY, 0644));
	CALL(rename("a/./f", "a/b/../b/g"));
	CALL(link("a/b/g", "a//h"));
	CALL(symlink("../a/../a/h", "a/./s"));
	CALL(stat("a/s", &st));
	CALL(stat("a/../a/../a/s", &st));
	CALL(chmod("a/b/./g", 0600));
	CALL(unlink("a/../a/h"));
	CALL(rmdir("a/b//c"));
	CALL(access("a/b/../../a/b/g", F_OK));
	show_dir("a");
	show_dir("a/b");
	return 0;
}
