/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * chdir to a writable place goes by a descriptor that lives for a moment; another thread puts
 * a directory of a read-only mount under its number. What is then made in the working
 * directory must not be made there.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: CWD
 */
#include "escape.h"

static int read_only;
static int number;

static void *replace(void *data)
{
	(void)data;
	for (;;)
		(void)dup2(read_only, number);
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long there = 0;

	mkdir("/tmp/writable", 0755);
	read_only = open("/ro", O_PATH | O_DIRECTORY);
	number = dup(read_only);
	if (read_only < 0 || mkdir("/ro/made", 0755) == 0)
		broken("/ro is not read-only");
	close(number);
	start(replace, NULL);
	while (racing(&race)) {
		char where[PATH_MAX] = "";

		close(number);
		if (chdir("/tmp/writable") < 0 || !getcwd(where, sizeof(where)))
			continue;
		there += strcmp(where, "/ro") == 0;
		if (mkdir("made", 0755) == 0 && access("/ro/made", F_OK) == 0)
			escaped("a directory was made in a read-only mount");
		(void)rmdir("made");
	}
	printf("%lu times in the read-only mount, %lu rounds\n", there, race.rounds);
	contained();
}
