/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where openat2 is missing a name of several parts is opened part by part, through a descriptor
 * of the tracee's for each directory; another thread puts the directory of terminals under
 * every number that it may get.
 * ATTACK MODES: openat2,landlock openat2
 * ATTACK BROKEN: TERMINAL_STEPS
 */
#include "escape.h"

static int terminals, first;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = first; fd < first + 3; fd++)
			dup2(terminals, fd);
	return NULL;
}

int main(void)
{
	const char *tty = given("ESCAPE_TTY");
	struct race race = { 0 };
	unsigned long opened = 0;
	char name[64];

	enter_scratch();
	mkdir("a", 0755);
	snprintf(name, sizeof(name), "a/%s", tty);
	make_file(name, "no terminal");
	terminals = open("/dev/pts", O_PATH | O_DIRECTORY);
	first = terminals + 1;
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK);

		for (int i = first; i < first + 3; i++)
			if (isatty(i))
				escaped("another terminal, %s, was opened", tty);
		opened += fd >= 0;
		for (int i = first; i < first + 3; i++)
			close(i);
	}
	printf("%lu of %lu opened\n", opened, race.rounds);
	if (opened == 0)
		broken("nothing opens");
	contained();
}
