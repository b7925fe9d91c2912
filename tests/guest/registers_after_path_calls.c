/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* All registers after stat, readlink, access, mkdir, chdir, getcwd and rename. */
#include "guest.h"
#include "seen_registers.h"
#include "show_registers.h"

int main(void)
{
	char block[4096];

	put_file("f", "x");
	MUST(symlink("f", "l"));
	show_registers("newfstatat", SYS_newfstatat,
		       (long[6]){ AT_FDCWD, (long)"f", (long)block, 0, 12, 13 }, false);
	show_registers("newfstatat missing", SYS_newfstatat,
		       (long[6]){ AT_FDCWD, (long)"missing", (long)block, 0, 12, 13 }, false);
	show_registers("readlinkat", SYS_readlinkat,
		       (long[6]){ AT_FDCWD, (long)"l", (long)block, sizeof(block), 12, 13 }, false);
	show_registers("faccessat", SYS_faccessat,
		       (long[6]){ AT_FDCWD, (long)"f", R_OK, 11, 12, 13 }, false);
	show_registers("mkdirat", SYS_mkdirat, (long[6]){ AT_FDCWD, (long)"d", 0755, 11, 12, 13 },
		       false);
	show_registers("chdir", SYS_chdir, (long[6]){ (long)"d", 9, 10, 11, 12, 13 }, false);
	show_registers("chdir missing", SYS_chdir, (long[6]){ (long)"m", 9, 10, 11, 12, 13 },
		       false);
	show_registers("chdir ..", SYS_chdir, (long[6]){ (long)"..", 9, 10, 11, 12, 13 }, false);
	show_registers("renameat2", SYS_renameat2,
		       (long[6]){ AT_FDCWD, (long)"f", AT_FDCWD, (long)"g", 0, 13 }, false);
	show_registers("unlinkat", SYS_unlinkat, (long[6]){ AT_FDCWD, (long)"g", 0, 11, 12, 13 },
		       false);
	show_registers("statx", SYS_statx,
		       (long[6]){ AT_FDCWD, (long)".", 0, STATX_TYPE, (long)block, 13 }, false);
	show_registers("getcwd", SYS_getcwd, (long[6]){ (long)block, 1, 10, 11, 12, 13 }, false);
	return 0;
}
