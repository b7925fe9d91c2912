/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* access on and below directories without search permission. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(chmod("d", 0600));
	CALL(access("d", R_OK));
	CALL(access("d", X_OK));
	CALL(access("d/f", F_OK));
	CALL(access("d/missing", F_OK));
	CALL(access("d/.", F_OK));
	CALL(access("d/..", F_OK));
	MUST(chmod("d", 0100));
	CALL(access("d/f", F_OK));
	CALL(access("d", R_OK));
	MUST(chmod("d", 0755));
	return 0;
}
