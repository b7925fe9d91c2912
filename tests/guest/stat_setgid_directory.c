/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Set-group-ID and sticky bits on directories, and what children inherit. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	CALL(chmod("d", 02775));
	show_path("d");
	MUST(mkdir("d/sub", 0755));
	put_file("d/f", "x");
	show_path("d/sub");
	show_path("d/f");
	CALL(chmod("d", 01777));
	show_path("d");
	CALL(mkdir("e", 03755));
	show_path("e");
	return 0;
}
