/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same with the working directory, which another thread changes.
 * ATTACK BROKEN: TERMINAL_ARGUMENTS
 */
#include "escape.h"

static int directory, terminals;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		(void)!fchdir(terminals);
		(void)!fchdir(directory);
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
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(tty, O_RDWR | O_NOCTTY | O_NONBLOCK);

		if (fd >= 0 && isatty(fd))
			escaped("another terminal, %s, was opened", tty);
		if (fd >= 0)
			opened++;
		else
			refused++;
		close(fd);
	}
	printf("%lu opened, %lu refused\n", opened, refused);
	contained();
}
