/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Unknown and contradictory flags of renameat2, and its bases. */
#include "guest.h"

int main(void)
{
	int d, e;

	MUST(mkdir("d", 0755));
	MUST(mkdir("e", 0755));
	put_file("d/f", "x");
	d = MUST(open("d", O_RDONLY));
	e = MUST(open("e", O_PATH));
	CALL(renameat2(d, "f", e, "f", RENAME_NOREPLACE | RENAME_EXCHANGE));
	CALL(renameat2(d, "f", e, "f", 8));
	CALL(renameat2(d, "f", e, "f", RENAME_WHITEOUT | RENAME_EXCHANGE));
	CALL(renameat2(d, "f", e, "g", 0));
	CALL(renameat(e, "g", d, "../e/h"));
	CALL(renameat(999, "h", e, "i"));
	CALL(renameat(e, "h", 999, "i"));
	CALL(renameat(e, "h", AT_FDCWD, "i"));
	show_dir(".");
	show_dir("d");
	show_dir("e");
	return 0;
}
