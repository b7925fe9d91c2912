/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A daemon's loop that closes every possible descriptor, then works on. */
#include "guest.h"

int main(void)
{
	struct rlimit limit;
	int closed = 0;

	put_file("f", "x");
	MUST(dup2(0, 30));
	MUST(getrlimit(RLIMIT_NOFILE, &limit));
	for (unsigned long fd = 3; fd < limit.rlim_cur + 8; fd++)
		closed += close((int)fd) == 0;
	printf("closed %d\n", closed);
	CALL(open("f", O_RDONLY));
	CALL(mkdir("d", 0755));
	IN_CHILD(show_file("f"));
	return 0;
}
