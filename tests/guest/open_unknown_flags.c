/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Bits that open does not know are ignored. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	TRY_OPEN(open("f", O_RDONLY | 0x40000000));
	TRY_OPEN(open("f", O_RDONLY | 0x8));
	TRY_OPEN(syscall(SYS_openat, AT_FDCWD, "f", 0x100000000L | O_RDONLY, 0));
	TRY_OPEN(open("f", O_RDWR | O_DSYNC | O_ASYNC));
	TRY_OPEN(open("g", O_CREAT | O_RDWR, 0177777));
	show_path("g");
	return 0;
}
