/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_DIRECTORY on files, links, directories, with creation. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("f", "x");
	MUST(symlink("d", "ld"));
	MUST(symlink("f", "lf"));
	TRY_OPEN(open("d", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("ld", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("f", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("lf", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("d", O_RDWR | O_DIRECTORY));
	TRY_OPEN(open("new", O_RDONLY | O_DIRECTORY | O_CREAT, 0755));
	show_path("new");
	TRY_OPEN(open("missing", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("/dev/null", O_RDONLY | O_DIRECTORY));
	return 0;
}
