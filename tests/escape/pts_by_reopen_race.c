/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * /proc/self/fd/N of a memfd is opened; another thread puts a mere name (O_PATH) of a terminal
 * outside under N, which may be held but not opened: the name must not become the terminal.
 * ATTACK BROKEN: TERMINAL_NAMES
 */
#include "escape.h"

static int memory, name, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(name, working);
		linger(500);
		dup2(memory, working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	char path[64];

	snprintf(path, sizeof(path), "/dev/pts/%s", given("ESCAPE_TTY"));
	name = open(path, O_PATH);
	if (name < 0)
		contained();
	memory = memfd_create("memory", 0);
	working = dup(memory);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race)) {
		int fd = open(path, (race.rounds & 1 ? O_RDWR : O_RDONLY) | O_NOCTTY | O_NONBLOCK);

		if (fd >= 0 && isatty(fd))
			escaped("the terminal was opened by its name");
		close(fd);
	}
	contained();
}
