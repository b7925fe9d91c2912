/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The program to be executed is exchanged for a FIFO while it is judged: the tracer, or a call
 * that it makes in the caller's name, must not sleep on it while everybody waits.
 * ATTACK MODES: landlock landlock,openat2
 * ATTACK BROKEN: BLOCKING
 */
#include "escape.h"

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		syscall(SYS_renameat2, AT_FDCWD, "program", AT_FDCWD, "fifo", 2 /* EXCHANGE */);
		linger(1000);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	double longest = 0;
	char self[PATH_MAX];
	int fd, directory;

	(void)argv;
	if (argc > 1)
		return 0;
	if (readlink("/proc/self/exe", self, sizeof(self)) < 0)
		broken("exe");
	fd = open("/proc/self/exe", O_RDONLY);
	enter_scratch();
	{
		int copy = open("program", O_WRONLY | O_CREAT, 0755);
		char buffer[65536];
		ssize_t size;

		while ((size = read(fd, buffer, sizeof(buffer))) > 0)
			(void)!write(copy, buffer, (size_t)size);
		close(copy);
	}
	mkfifo("fifo", 0755);
	directory = open(".", O_RDONLY | O_DIRECTORY);
	start(flip, NULL);
	while (racing(&race)) {
		double begin = now();
		pid_t pid = fork();

		if (pid == 0) {
			char *words[] = { "x", "child", NULL };

			if (race.rounds & 1)
				execv("./program", words);
			else
				syscall(SYS_execveat, directory, "program", words, NULL, 0);
			_exit(1);
		}
		for (int i = 0; i < 20; i++)
			(void)access("program", F_OK);
		if (now() - begin > longest)
			longest = now() - begin;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (longest > HELD_UP_SECONDS)
			escaped("the tracer was held up for %.0f seconds", longest);
	}
	printf("%lu rounds, at most %.0f ms\n", race.rounds, 1000 * longest);
	contained();
}
