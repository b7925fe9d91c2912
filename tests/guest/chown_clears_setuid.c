/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A chown by the owner clears the set-user-ID and set-group-ID bits. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(chmod("f", 06755));
	show_path("f");
	CALL(chown("f", getuid(), getgid()));
	show_path("f");
	MUST(chmod("f", 06755));
	put_file("f", "y");
	show_path("f");
	MUST(chmod("f", 06755));
	CALL(truncate("f", 0));
	show_path("f");
	return 0;
}
