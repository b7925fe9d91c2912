/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Permission bits are those of the owner's class only, even if others have more. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(chmod("f", 0077));
	TRY_OPEN(open("f", O_RDONLY));
	CALL(access("f", R_OK));
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(chmod("d", 0077));
	TRY_OPEN(open("d/f", O_RDONLY));
	TRY_OPEN(open("d", O_RDONLY));
	CALL(chdir("d"));
	MUST(chmod("d", 0755));
	TRY_OPEN(open("d/f", O_RDONLY));
	return 0;
}
