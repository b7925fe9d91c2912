/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The words of an exec are read by the kernel once more: flipped, they are still words only.
 * ATTACK BROKEN: EXEC_IDENTITY
 */
#include "escape.h"

static char path[PATH_MAX];
static char inside_path[PATH_MAX];
static char *volatile words[4];

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		strcpy(path, outside("program"));
		words[1] = (char *)-1;
		linger(200);
		strcpy(path, inside_path);
		words[1] = path;
		linger(200);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };

	(void)argv;
	if (argc > 1)
		_exit(7);
	strcpy(inside_path, "/proc/self/exe");
	strcpy(path, inside_path);
	words[0] = path;
	words[1] = path;
	while (racing(&race)) {
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			start(flip, NULL);
			for (int i = 0; i < 5; i++)
				execve(path, (char **)words, environ);
			_exit(9);
		}
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) != 7 && WEXITSTATUS(status) != 9)
			escaped("something else ran: %d", WEXITSTATUS(status));
	}
	contained();
}
