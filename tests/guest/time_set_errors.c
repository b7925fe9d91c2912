/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Setting clocks without the right to: what is wrong with the time is told first. */
#include "guest.h"

int main(void)
{
	const struct timespec minus = { -1, 0 }, nanos = { 1, 1000000000 };
	const struct timeval micros = { 1, 1000000 };
	struct timespec good;
	struct timeval fine;
	static const int clocks[] = { CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
				      CLOCK_BOOTTIME, 99, -1 };
	const char *bad = bad_memory();

	/* Whoever may, sets what is already so. */
	MUST(clock_gettime(CLOCK_REALTIME, &good));
	MUST(gettimeofday(&fine, NULL));
	for (size_t i = 0; i < sizeof(clocks) / sizeof(*clocks); i++) {
		printf("clock %d\n", clocks[i]);
		CALL(syscall(SYS_clock_settime, clocks[i], &good));
		CALL(syscall(SYS_clock_settime, clocks[i], &minus));
		CALL(syscall(SYS_clock_settime, clocks[i], &nanos));
		CALL(syscall(SYS_clock_settime, clocks[i], bad));
	}
	CALL(syscall(SYS_settimeofday, &fine, NULL));
	CALL(syscall(SYS_settimeofday, &micros, NULL));
	CALL(syscall(SYS_settimeofday, bad, NULL));
	CALL(syscall(SYS_settimeofday, NULL, bad));
	return 0;
}
