/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* statvfs of the C library gives sensible numbers. */
#include "guest.h"

int main(void)
{
	struct statvfs st;

	CALL(statvfs(".", &st));
	printf("%d %d %lu\n", st.f_bsize > 0, st.f_blocks > 0, st.f_namemax);
	CALL(statvfs("missing", &st));
	CALL(fstatvfs(0, &st));
	return 0;
}
