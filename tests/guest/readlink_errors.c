/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* readlink on everything that is not a link. */
#include "guest.h"

int main(void)
{
	char text[64];
	int dir;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("d", "ld"));
	MUST(symlink("l2", "l2"));
	CALL(readlink("f", text, sizeof(text)));
	CALL(readlink("d", text, sizeof(text)));
	CALL(readlink("missing", text, sizeof(text)));
	CALL(readlink("f/x", text, sizeof(text)));
	CALL(readlink("ld", text, sizeof(text)));
	CALL(readlink("ld/", text, sizeof(text)));
	CALL(readlink("ld/.", text, sizeof(text)));
	CALL(readlink("l2", text, sizeof(text)));
	CALL(readlink("", text, sizeof(text)));
	CALL(readlink("/", text, sizeof(text)));
	CALL(readlink(bad_memory(), text, sizeof(text)));
	dir = MUST(open(".", O_RDONLY));
	CALL(readlinkat(dir, "ld", text, sizeof(text)));
	CALL(readlinkat(dir, "", text, sizeof(text)));
	CALL(readlinkat(999, "ld", text, sizeof(text)));
	CALL(readlinkat(999, "", text, sizeof(text)));
	return 0;
}
