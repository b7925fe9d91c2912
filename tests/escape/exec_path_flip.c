/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E1: the path of the program turns from a script inside to one outside while execve and
 * execveat read it. What the one outside ends with, the one inside never does.
 * ATTACK BROKEN: EXEC_IDENTITY
 */
#include "flip.h"

static char *name, inside_name[PATH_MAX], outside_name[PATH_MAX];

int main(void)
{
	unsigned long inside = 0, failed = 0;
	struct race race = { 0 };
	pid_t flipper;

	enter_scratch();
	make_file("inside", "#!/bin/false\n");
	chmod("inside", 0755);
	flip_spellings(inside_name, outside_name, "inside", "program");
	name = mmap(NULL, FLIP_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(name, inside_name);
	flipper = fork();
	if (flipper == 0) {
		size_t size = strlen(outside_name) + 1;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			memcpy(name, outside_name, size);
			linger(200);
			memcpy(name, inside_name, size);
			linger(300);
		}
	}
	while (racing_until(&race, inside > 0 && failed > 0)) {
		int status = 0;
		pid_t pid = fork();

		if (pid == 0) {
			char *words[] = { name, NULL };

			if (race.rounds & 1)
				execv(name, words);
			else
				syscall(SYS_execveat, AT_FDCWD, name, words, NULL, 0);
			_exit(9);
		}
		waitpid(pid, &status, 0);
		/* Neither that of the jail's false(1) nor of the failed exec. */
		if (WIFEXITED(status) && WEXITSTATUS(status) != 1 && WEXITSTATUS(status) != 9)
			escaped("a program outside was executed");
		inside += WIFEXITED(status) && WEXITSTATUS(status) == 1;
		failed += WIFEXITED(status) && WEXITSTATUS(status) == 9;
	}
	kill(flipper, SIGKILL);
	printf("%lu inside, %lu failed\n", inside, failed);
	if (inside == 0 || failed == 0)
		broken("the name does not change");
	contained();
}
