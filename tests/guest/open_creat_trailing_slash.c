/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CREAT with a slash at the end never creates. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	TRY_OPEN(open("new/", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("new/.", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("f/", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("d/", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("d/", O_CREAT | O_RDONLY, 0644));
	TRY_OPEN(open("d/.", O_CREAT | O_RDONLY, 0644));
	TRY_OPEN(open("d/..", O_CREAT | O_RDONLY, 0644));
	TRY_OPEN(open("new/", O_CREAT | O_EXCL | O_WRONLY, 0644));
	show_dir(".");
	return 0;
}
