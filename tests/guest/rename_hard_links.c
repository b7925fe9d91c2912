/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* rename between two names of one file does nothing. */
#include "guest.h"

int main(void)
{
	put_file("a", "x");
	MUST(link("a", "b"));
	CALL(rename("a", "b"));
	show_dir(".");
	CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_NOREPLACE));
	CALL(renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_EXCHANGE));
	show_dir(".");
	show_path("a");
	return 0;
}
