/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A plain file is opened relative to a descriptor; another thread puts the directory of
 * terminals under its number. Terminals of the same user outside are not to be opened.
 * ATTACK BROKEN: TERMINAL_ARGUMENTS
 */
#include "escape.h"

static int directory, terminals, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(terminals, working);
		linger(300);
		dup2(directory, working);
		linger(3000);
	}
	return NULL;
}

int main(void)
{
	const char *tty = given("ESCAPE_TTY");
	struct race race = { 0 };
	unsigned long opened = 0, refused = 0;

	enter_scratch();
	make_file(tty, "no terminal");
	terminals = open("/dev/pts", O_PATH | O_DIRECTORY);
	directory = open(".", O_PATH | O_DIRECTORY);
	working = dup(directory);
	start(flip, NULL);
	while (racing_until(&race, opened > 0 && refused > 0)) {
		int fd = openat(working, tty, O_RDWR | O_NOCTTY | O_NONBLOCK);

		if (fd >= 0 && isatty(fd))
			escaped("another terminal, %s, was opened", tty);
		if (fd >= 0)
			opened++;
		else
			refused++;
		close(fd);
	}
	printf("%lu opened, %lu refused\n", opened, refused);
	if (opened == 0 || refused == 0)
		broken("the descriptor does not change");
	contained();
}
