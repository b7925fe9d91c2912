/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RLIMIT_DATA: what the program has itself counts, and nothing else. */
#include "guest.h"

static unsigned long data_bytes(void)
{
	char line[256];
	unsigned long kib = 0;
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmData: %lu", &kib);
	if (file)
		fclose(file);
	return kib << 10;
}

static long can_map(size_t size)
{
	void *place = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return place == MAP_FAILED ? -1 : munmap(place, size);
}

int main(void)
{
	const size_t room = 16 * (size_t)getpagesize();
	struct rlimit limit;

	(void)data_bytes(); /* the buffers of stdio are there by now */
	MUST(getrlimit(RLIMIT_DATA, &limit));
	limit.rlim_cur = data_bytes() + room;
	CALL(setrlimit(RLIMIT_DATA, &limit));
	CALL(can_map(room));
	CALL(can_map(room + (size_t)getpagesize()));
	return 0;
}
