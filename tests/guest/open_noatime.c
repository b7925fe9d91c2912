/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_NOATIME is for the owner only. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	TRY_OPEN(open("f", O_RDONLY | O_NOATIME));
	TRY_OPEN(open("/dev/null", O_RDONLY | O_NOATIME));
	return 0;
}
