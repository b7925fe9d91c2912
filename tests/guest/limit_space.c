/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RLIMIT_AS: what the program has itself counts, and nothing else; also while it begins. */
#include "guest.h"

static void show(void)
{
	struct rlimit limit = { 0 };

	CALL(getrlimit(RLIMIT_AS, &limit));
	printf("limit %lld of %lld\n", (long long)limit.rlim_cur, (long long)limit.rlim_max);
}

static void show_listed(void)
{
	char line[256];
	FILE *file = fopen("/proc/self/limits", "r");

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, "Max address space", 17) == 0)
			printf("%s", line);
	if (file != NULL)
		fclose(file);
}

static void set(rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };

	CALL(setrlimit(RLIMIT_AS, &limit));
}

static unsigned long space_bytes(void)
{
	char line[256];
	unsigned long kib = 0;
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "VmSize: %lu", &kib);
	if (file)
		fclose(file);
	return kib << 10;
}

static long can_map(size_t size)
{
	void *place = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return place == MAP_FAILED ? -1 : munmap(place, size);
}

static void use_up(void)
{
	const size_t room = 4UL << 20;
	struct rlimit limit = { 0 };

	(void)space_bytes(); /* the buffers of stdio are there by now */
	MUST(getrlimit(RLIMIT_AS, &limit));
	limit.rlim_cur = space_bytes() + room;
	MUST(setrlimit(RLIMIT_AS, &limit));
	CALL(can_map(room));
	CALL(can_map(room + (2UL << 20)));
}

int main(int argc, char **argv)
{
	struct rlimit limit = { 100UL << 20, 150UL << 20 }, old = { 0 };

	if (argc > 1) {
		show();
		return 0;
	}
	IN_CHILD(use_up());
	set(200UL << 20, 300UL << 20);
	show();
	show_listed();
	IN_CHILD(show());
	set(200UL << 20, 301UL << 20);
	set(300UL << 20, 200UL << 20);
	show();
	IN_CHILD(CALL(prlimit(getppid(), RLIMIT_AS, &limit, &old));
		 printf("was %lld of %lld\n", (long long)old.rlim_cur, (long long)old.rlim_max));
	show();
	CALL(prlimit(0, RLIMIT_AS, (void *)8, NULL));
	CALL(prlimit(0, RLIMIT_AS, NULL, (void *)8));
	CALL(prlimit(0, RLIMIT_AS, &limit, (void *)8));
	IN_CHILD(CALL(can_map(160UL << 20)));
	IN_CHILD(set(6UL << 20, 6UL << 20); execl(argv[0], argv[0], "again", NULL));
	return 0;
}
