/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* M-02: a process that is not dumpable is read all the same, and stays in. */
#include "escape.h"

int main(void)
{
	if (prctl(PR_SET_DUMPABLE, 0) < 0 || prctl(PR_GET_DUMPABLE) != 0)
		broken("PR_SET_DUMPABLE");
	refuse_secret(open(outside("secret"), O_RDONLY), "an undumpable process");
	must_fail(chmod(outside("victim"), 0777), "an undumpable process");
	if (open("/etc/passwd", O_RDONLY) < 0)
		broken("the jail's own files cannot be opened");
	contained();
}
