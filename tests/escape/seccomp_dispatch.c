/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* S-06: syscall user dispatch comes before everything: not to be had. */
#include "escape.h"

int main(void)
{
	static char selector = 1;

	must_fail(prctl(59, 1, 0, 0, &selector), "PR_SET_SYSCALL_USER_DISPATCH");
	must_fail(prctl(59, 1, 0x400000, 0x1000, &selector), "PR_SET_SYSCALL_USER_DISPATCH");
	must_fail(prctl(59, 2, 0x400000, 0x1000, &selector), "PR_SET_SYSCALL_USER_DISPATCH");
	refuse_secret(open(outside("secret"), O_RDONLY), "dispatch");
	contained();
}
