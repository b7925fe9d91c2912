/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mlockall under a limit that the program itself fits into, and one that it does not. */
#include "guest.h"

#define MIB 1048576UL

static long locked_kib(void)
{
	char line[256];
	long kib = -1;
	FILE *status = fopen("/proc/self/status", "re");

	while (status && fgets(line, sizeof(line), status))
		sscanf(line, "VmLck: %ld", &kib);
	if (status)
		fclose(status);
	return kib;
}

static void within(unsigned long limit, int flags)
{
	const struct rlimit locked = { limit, limit };
	char *more;
	pid_t child;

	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		printf("%lu MiB, flags %d\n", limit / MIB, flags);
		MUST(setrlimit(RLIMIT_MEMLOCK, &locked));
		CALL(mlockall(flags));
		printf("locked: %d\n", locked_kib() > 0);
		more = mmap(NULL, MIB / 4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);
		printf("mapped: %d\n", more != MAP_FAILED);
		printf("locked: %d\n", locked_kib() >= (long)(MIB / 4 / 1024));
		CALL(munlockall());
		printf("locked: %ld\n", locked_kib());
		fflush(stdout);
		_exit(0);
	}
	show_wait("child", child);
}

int main(void)
{
	static const int flags[] = { MCL_CURRENT, MCL_FUTURE, MCL_CURRENT | MCL_FUTURE,
				     MCL_CURRENT | MCL_ONFAULT, MCL_ONFAULT, 8, 0 };

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		within(7 * MIB, flags[i]);
		within(MIB / 2, flags[i]);
		within(0, flags[i]);
	}
	return 0;
}
