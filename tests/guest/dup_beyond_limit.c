/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* dup2 to and beyond the soft limit of descriptors. */
#include "guest.h"

int main(void)
{
	struct rlimit limit;

	MUST(getrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = 64;
	CALL(setrlimit(RLIMIT_NOFILE, &limit));
	CALL(dup2(0, 63));
	CALL(dup2(0, 64));
	CALL(dup2(0, 65));
	CALL(dup2(0, 1000000));
	CALL(fcntl(0, F_DUPFD, 63));
	CALL(fcntl(0, F_DUPFD, 64));
	limit.rlim_cur = 65;
	CALL(setrlimit(RLIMIT_NOFILE, &limit));
	CALL(dup2(0, 64));
	CALL(close(64));
	return 0;
}
