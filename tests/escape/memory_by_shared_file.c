/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E2: the writer is another process, through a page of a file that both have mapped: stopping the
 * caller's threads would not stop it.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

int main(void)
{
	static char inside_name[PATH_MAX], outside_name[PATH_MAX];
	struct flip_count count = { 0 };
	struct race race = { 0 };
	char *name;
	pid_t pid;

	enter_scratch();
	make_file("inside", "inside");
	flip_spellings(inside_name, outside_name, "inside", "secret");
	name = mmap(NULL, FLIP_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(name, inside_name);
	pid = fork();
	if (pid == 0) {
		size_t size = strlen(name) + 1;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			memcpy(name, outside_name, size);
			linger(100);
			memcpy(name, inside_name, size);
			linger(300);
		}
	}
	while (racing_until(&race, flip_seen(&count)))
		flip_open(&count, name, "a name that another process changed");
	kill(pid, SIGKILL);
	flip_end(&count);
}
