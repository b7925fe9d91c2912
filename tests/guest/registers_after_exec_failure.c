/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* All registers after an exec that fails, and after plain calls. */
#include "guest.h"
#include "seen_registers.h"
#include "show_registers.h"

int main(void)
{
	char *args[] = { "x", NULL };

	put_file("text", "x");
	MUST(chmod("text", 0755));
	show_registers("execve missing", SYS_execve,
		       (long[6]){ (long)"missing", (long)args, 0, 11, 12, 13 }, false);
	show_registers("execve text", SYS_execve,
		       (long[6]){ (long)"./text", (long)args, 0, 11, 12, 13 }, false);
	show_registers("umask", SYS_umask, (long[6]){ 022, 9, 10, 11, 12, 13 }, false);
	show_registers("close", SYS_close, (long[6]){ 999, 9, 10, 11, 12, 13 }, false);
	show_registers("unknown call", 1023, (long[6]){ 8, 9, 10, 11, 12, 13 }, false);
	return 0;
}
