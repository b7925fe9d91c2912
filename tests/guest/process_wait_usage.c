/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* wait4 gives a usage record, and children's times add up. */
#include "guest.h"

int main(void)
{
	struct rusage usage;
	int status;
	pid_t child = MUST(fork());

	if (!child) {
		/* A kernel that counts by ticks may give a short run wholly to the system. */
		do {
			for (volatile long i = 0; i < 1000000; i++)
				;
			MUST(getrusage(RUSAGE_SELF, &usage));
		} while (usage.ru_utime.tv_sec == 0 && usage.ru_utime.tv_usec == 0);
		_exit(1);
	}
	memset(&usage, 0xff, sizeof(usage));
	CALL(wait4(child, &status, 0, &usage) == child);
	show_status("child", status);
	printf("time %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec > 0);
	CALL(getrusage(RUSAGE_CHILDREN, &usage));
	CALL(getrusage(RUSAGE_SELF, &usage));
	CALL(getrusage(99, &usage));
	return 0;
}
