/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* getrlimit, setrlimit and prlimit of oneself. */
#include "guest.h"

int main(void)
{
	struct rlimit limit = { 50, 100 }, got;

	CALL(setrlimit(RLIMIT_NOFILE, &limit));
	CALL(getrlimit(RLIMIT_NOFILE, &got));
	printf("%lu %lu\n", (unsigned long)got.rlim_cur, (unsigned long)got.rlim_max);
	limit.rlim_cur = 101;
	CALL(setrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = 20;
	limit.rlim_max = 200;
	CALL(setrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_max = 100;
	CALL(prlimit(0, RLIMIT_NOFILE, &limit, &got));
	printf("%lu\n", (unsigned long)got.rlim_cur);
	CALL(prlimit(getpid(), RLIMIT_NOFILE, NULL, &got));
	printf("%lu\n", (unsigned long)got.rlim_cur);
	IN_CHILD(getrlimit(RLIMIT_NOFILE, &got);
		 printf("child %lu\n", (unsigned long)got.rlim_cur));
	CALL(getrlimit(99, &got));
	return 0;
}
