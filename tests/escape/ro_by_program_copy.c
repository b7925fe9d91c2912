/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A program without a name is executed as a copy in a memfd of the caller's, which the tracer
 * fills; another thread puts a file of a read-only mount under that number.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: COPY
 */
#include "escape.h"

static int read_only, number;

static void *replace(void *data)
{
	(void)data;
	for (;;)
		(void)dup2(read_only, number);
	return NULL;
}

static void copy_self(const char *path)
{
	int from = open("/proc/self/exe", O_RDONLY), to = open(path, O_WRONLY | O_CREAT, 0755);
	char buffer[65536];
	ssize_t size;

	if (from < 0 || to < 0)
		broken("no copy");
	while ((size = read(from, buffer, sizeof(buffer))) > 0)
		if (write(to, buffer, (size_t)size) != size)
			broken("no copy");
	close(from);
	close(to);
}

int main(int argc, char **argv)
{
	struct race race = { 0 };

	(void)argv;
	if (argc == 1) {
		enter_scratch();
		copy_self("program");
		execl("program", "program", "1", NULL);
		broken("exec");
	}
	if (argc == 3)
		_exit(0);
	unlink("program");
	read_only = open("/ro/file", O_RDONLY);
	number = dup(read_only);
	if (number < 0)
		broken("files");
	close(number);
	while (racing(&race)) {
		pid_t pid = fork();

		if (pid == 0) {
			start(replace, NULL);
			for (int i = 0; i < 20; i++) {
				close(number);
				execl("/proc/self/exe", "program", "1", "2", NULL);
			}
			_exit(1);
		}
		waitpid(pid, NULL, 0);
	}
	contained(); /* the canary tells */
}
