/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CREAT|O_EXCL does not follow a dangling link, and creates nothing. */
#include "guest.h"

int main(void)
{
	MUST(symlink("target", "l"));
	TRY_OPEN(open("l", O_CREAT | O_EXCL | O_WRONLY, 0644));
	TRY_OPEN(open("l", O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0644));
	show_path("target");
	show_path("l");
	return 0;
}
