/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_TRUNC with each access mode and without permission. */
#include "guest.h"

int main(void)
{
	put_file("f", "content");
	TRY_OPEN(open("f", O_WRONLY | O_TRUNC));
	show_path("f");
	put_file("f", "content");
	TRY_OPEN(open("f", O_RDWR | O_TRUNC));
	show_path("f");
	put_file("f", "content");
	MUST(chmod("f", 0444));
	TRY_OPEN(open("f", O_RDONLY | O_TRUNC));
	TRY_OPEN(open("f", O_WRONLY | O_TRUNC));
	show_path("f");
	TRY_OPEN(open(".", O_RDONLY | O_TRUNC));
	TRY_OPEN(open("/dev/null", O_WRONLY | O_TRUNC | O_CREAT, 0666));
	return 0;
}
