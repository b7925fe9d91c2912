/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Loops end in ELOOP for every kind of use. */
#include "guest.h"

int main(void)
{
	struct stat st;

	MUST(symlink("self", "self"));
	MUST(symlink("b", "a"));
	MUST(symlink("a", "b"));
	TRY_OPEN(open("self", O_RDONLY));
	TRY_OPEN(open("a", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("a", O_CREAT | O_EXCL | O_WRONLY, 0644));
	TRY_OPEN(open("self/x", O_RDONLY));
	CALL(stat("a", &st));
	CALL(lstat("a", &st));
	CALL(lstat("a/", &st));
	CALL(access("self", F_OK));
	CALL(mkdir("self", 0755));
	CALL(mkdir("self/x", 0755));
	CALL(chdir("a"));
	CALL(unlink("a"));
	CALL(truncate("self", 0));
	return 0;
}
