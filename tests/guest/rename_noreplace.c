/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RENAME_NOREPLACE against everything that may stand there. */
#include "guest.h"

static long rename2(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int main(void)
{
	put_file("a", "a");
	put_file("b", "b");
	MUST(mkdir("d", 0755));
	MUST(symlink("nowhere", "dangling"));
	CALL(rename2("a", "b"));
	CALL(rename2("a", "d"));
	CALL(rename2("a", "dangling"));
	CALL(rename2("a", "a"));
	CALL(rename2("a", "c"));
	CALL(rename2("d", "e"));
	CALL(rename2("d", "f"));
	CALL(rename2("c", "."));
	CALL(rename2("c", "new/"));
	show_dir(".");
	show_file("b");
	return 0;
}
