/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A process that shares the descriptors but no memory (CLONE_FILES) exchanges the directory of a
 * plain file for that of terminals: whether a number can be trusted does not hang on threads.
 * ATTACK BROKEN: TERMINAL_ARGUMENTS
 */
#include "escape.h"

int main(void)
{
	const char *tty = given("ESCAPE_TTY");
	int directory, terminals, working;
	unsigned long opened = 0, refused = 0;
	struct race race = { 0 };
	pid_t pid;

	enter_scratch();
	make_file(tty, "no terminal");
	terminals = open("/dev/pts", O_PATH | O_DIRECTORY);
	directory = open(".", O_PATH | O_DIRECTORY);
	working = dup(directory);
	pid = (pid_t)syscall(SYS_clone, 0x400 /* CLONE_FILES */ | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			dup2(terminals, working);
			linger(300);
			dup2(directory, working);
			linger(3000);
		}
	}
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
	kill(pid, SIGKILL);
	printf("%lu opened, %lu refused\n", opened, refused);
	if (opened == 0 || refused == 0)
		broken("the descriptor does not change");
	contained();
}
