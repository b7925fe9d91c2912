/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* All registers after open calls are what the kernel leaves. */
#include "guest.h"
#include "seen_registers.h"
#include "show_registers.h"

int main(void)
{
	put_file("f", "x");
	MUST(symlink("f", "l"));
	show_registers("openat f", SYS_openat,
		       (long[6]){ AT_FDCWD, (long)"f", O_RDONLY, 11, 12, 13 }, true);
	show_registers("openat l", SYS_openat,
		       (long[6]){ AT_FDCWD, (long)"l", O_RDWR, 11, 12, 13 }, true);
	show_registers("openat new", SYS_openat,
		       (long[6]){ AT_FDCWD, (long)"new", O_CREAT | O_RDWR, 0644, 12, 13 }, true);
	show_registers("openat missing", SYS_openat,
		       (long[6]){ AT_FDCWD, (long)"missing", O_RDONLY, 11, 12, 13 }, false);
	show_registers("openat bad pointer", SYS_openat,
		       (long[6]){ AT_FDCWD, 1, O_RDONLY, 11, 12, 13 }, false);
	return 0;
}
