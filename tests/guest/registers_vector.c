/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Vector registers survive path calls and failed calls. */
#include "guest.h"
#include "seen_registers.h"

int main(void)
{
	put_file("f", "x");
	CALL(seen_vectors_kept(SYS_chdir, (long[3]){ (long)".", 0, 0 }));
	CALL(seen_vectors_kept(SYS_chdir, (long[3]){ (long)"missing", 0, 0 }));
	CALL(seen_vectors_kept(SYS_openat, (long[3]){ AT_FDCWD, (long)"f", O_RDONLY }));
	CALL(seen_vectors_kept(SYS_mkdirat, (long[3]){ AT_FDCWD, (long)"d", 0755 }));
	CALL(seen_vectors_kept(SYS_faccessat, (long[3]){ AT_FDCWD, (long)"f", R_OK }));
	CALL(seen_vectors_kept(SYS_execve, (long[3]){ (long)"missing", 0, 0 }));
	show_path("d");
	return 0;
}
