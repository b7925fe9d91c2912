/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A dangling link whose text ends in a slash cannot be created through. */
#include "guest.h"

int main(void)
{
	MUST(symlink("target/", "l"));
	TRY_OPEN(open("l", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("l", O_RDONLY));
	MUST(mkdir("target", 0755));
	TRY_OPEN(open("l", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open("l", O_RDONLY));
	TRY_OPEN(open("l", O_RDONLY | O_NOFOLLOW));
	return 0;
}
