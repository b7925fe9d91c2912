/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E39: whoever started ptjail is notified of some calls by a filter of his own, before they could stop,
 * and lets them go on. They are judged all the same.
 * ATTACK UNDER: listener
 * ATTACK BROKEN: LISTENER
 */
#include "escape.h"

int main(void)
{
	enter_scratch();
	if (syscall(SYS_mkdirat, AT_FDCWD, "made", 0700) < 0 || syscall(SYS_fchmodat, AT_FDCWD, "made", 0711) < 0 ||
	    syscall(SYS_faccessat, AT_FDCWD, "made", F_OK) < 0)
		broken("nothing of its own can be made");
	must_fail(syscall(SYS_fchmodat, AT_FDCWD, outside("victim"), 0604), "fchmodat");
	must_fail(syscall(SYS_mkdirat, AT_FDCWD, outside("made"), 0700), "mkdirat");
	must_fail(syscall(SYS_faccessat, AT_FDCWD, outside("victim"), F_OK), "faccessat");
	must_fail(syscall(SYS_truncate, outside("victim"), 0), "truncate");
	contained();
}
