/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* CLONE_PARENT: who was not made by its parent lives, though somebody was killed before. */
#include "guest.h"

#define MAKERS 3
#define EACH   300

static void make(void)
{
	for (int i = 0; i < EACH; i++) {
		long child = syscall(SYS_clone, 0x8000 /* CLONE_PARENT */ | SIGCHLD, 0, 0, 0, 0);

		if (child == 0)
			_exit(7);
		if (child < 0)
			_exit(1);
	}
	_exit(0);
}

int main(void)
{
	int status, ended = 0, made = 0, other = 0;
	pid_t child = MUST(fork());

	if (!child) {
		raise(SIGKILL);
		_exit(1);
	}
	show_wait("killed", child);
	for (int i = 0; i < MAKERS; i++) {
		child = MUST(fork());
		if (!child)
			make();
	}
	while (wait(&status) > 0) {
		if (!WIFEXITED(status))
			other++;
		else if (WEXITSTATUS(status) == 7)
			made++;
		else
			ended += WEXITSTATUS(status) == 0;
	}
	printf("%d makers, %d made, %d others\n", ended, made, other);
	return 0;
}
