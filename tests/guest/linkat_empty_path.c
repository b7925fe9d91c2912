/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* linkat of a descriptor by AT_EMPTY_PATH (own credentials: Linux 6.10). */
#include "guest.h"

int main(void)
{
	int fd, nameless;

	if (!kernel_since(6, 10)) {
		puts("needs Linux 6.10");
		return 77;
	}
	put_file("f", "x");
	fd = MUST(open("f", O_RDONLY));
	nameless = MUST(open(".", O_TMPFILE | O_RDWR, 0644));
	CALL(linkat(fd, "", AT_FDCWD, "g", AT_EMPTY_PATH));
	CALL(linkat(nameless, "", AT_FDCWD, "h", AT_EMPTY_PATH));
	CALL(linkat(open(".", O_RDONLY), "", AT_FDCWD, "i", AT_EMPTY_PATH));
	CALL(linkat(open("f", O_PATH), "", AT_FDCWD, "j", AT_EMPTY_PATH));
	show_dir(".");
	return 0;
}
