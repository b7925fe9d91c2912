/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Directories without x, without r, without w. */
#include "guest.h"

int main(void)
{
	struct stat st;

	MUST(mkdir("nox", 0755));
	MUST(mkdir("nor", 0755));
	MUST(mkdir("now", 0755));
	put_file("nox/f", "x");
	put_file("nor/f", "x");
	put_file("now/f", "x");
	MUST(chmod("nox", 0600));
	MUST(chmod("nor", 0300));
	MUST(chmod("now", 0500));
	TRY_OPEN(open("nox/f", O_RDONLY));
	TRY_OPEN(open("nox/missing", O_RDONLY));
	TRY_OPEN(open("nox/..", O_RDONLY));
	TRY_OPEN(open("nox/.", O_RDONLY));
	TRY_OPEN(open("nox", O_RDONLY));
	CALL(stat("nox/f", &st));
	TRY_OPEN(open("nor/f", O_RDONLY));
	TRY_OPEN(open("nor", O_RDONLY));
	TRY_OPEN(open("nor", O_PATH));
	TRY_OPEN(open("now/f", O_WRONLY));
	TRY_OPEN(open("now/new", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("now/f", O_CREAT | O_WRONLY, 0644));
	CALL(mkdir("now/new", 0755));
	CALL(unlink("now/f"));
	CALL(rename("now/f", "nor/g"));
	MUST(chmod("nox", 0755));
	MUST(chmod("nor", 0755));
	MUST(chmod("now", 0755));
	return 0;
}
