/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ENOTDIR when a file stands where a directory should. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(symlink("f", "l"));
	TRY_OPEN(open("f/x", O_RDONLY));
	TRY_OPEN(open("f/x", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("f/../f", O_RDONLY));
	TRY_OPEN(open("f/./x", O_RDONLY));
	TRY_OPEN(open("l/x", O_RDONLY));
	TRY_OPEN(open("/dev/null/x", O_RDONLY));
	TRY_OPEN(open("/dev/null/", O_RDONLY));
	return 0;
}
