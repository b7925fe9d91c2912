/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * T-01: another thread turns the name in memory from one inside to one outside, all the time.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

static char name[PATH_MAX];
static char inside_name[PATH_MAX], outside_name[PATH_MAX];

static void *flip(void *data)
{
	size_t size = strlen(outside_name) + 1;

	(void)data;
	for (;;) {
		memcpy(name, outside_name, size);
		linger(100);
		memcpy(name, inside_name, size);
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = { 0 };
	struct race race = { 0 };
	unsigned long opened = 0, failed = 0;

	enter_scratch();
	make_file("inside", "inside");
	flip_spellings(inside_name, outside_name, "inside", "secret");
	strcpy(name, inside_name);
	start(flip, NULL);
	while (racing_until(&race, opened > 0 && failed > 0)) {
		int fd = race.rounds % 3 == 0 ? open(name, O_RDONLY)
			 : race.rounds % 3 == 1
				 ? openat(AT_FDCWD, name, O_RDONLY)
				 : (int)syscall(SYS_openat2, AT_FDCWD, name, &how, sizeof(how));
		struct stat info;

		if (fd >= 0)
			opened++;
		else
			failed++;
		refuse_secret(fd, "a name that changed");
		(void)chmod(name, 0600);
		(void)truncate(name, 6);
		if (stat(name, &info) == 0 && info.st_size > 6)
			escaped("the outside's status was seen");
	}
	printf("%lu opened, %lu failed\n", opened, failed);
	if (opened == 0 || failed == 0)
		broken("the name does not change");
	contained();
}
