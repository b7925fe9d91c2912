/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* With PR_SET_CHILD_SUBREAPER orphans come to us. */
#include "guest.h"

int main(void)
{
	int status;

	CALL(prctl(PR_SET_CHILD_SUBREAPER, 1));
	if (!MUST(fork())) {
		if (!fork()) {
			nap_ms(50);
			_exit(19);
		}
		_exit(18);
	}
	MUST(wait(&status));
	show_status("child", status);
	MUST(wait(&status));
	show_status("orphan", status);
	CALL(wait(&status));
	return 0;
}
