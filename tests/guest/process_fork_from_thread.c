/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* fork and exec from a thread while others go on opening files. */
#include "guest.h"

static volatile int stop, wrong;

static void *busy(void *arg)
{
	while (!stop) {
		int fd = open("f", O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			wrong = 1;
		close(fd);
	}
	return arg;
}

static char *self;

static void *forker(void *arg)
{
	for (int i = 0; i < 10; i++) {
		int status = 0;
		pid_t child = fork();

		if (!child) {
			execl(self, self, "x", NULL);
			_exit(1);
		}
		waitpid(child, &status, 0);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 8)
			wrong = 1;
	}
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t threads[3], forking;

	if (argc > 1)
		return 8;
	self = argv[0];
	put_file("f", "x");
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, busy, NULL);
	pthread_create(&forking, NULL, forker, NULL);
	pthread_join(forking, NULL);
	stop = 1;
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	printf("wrong %d\n", wrong);
	return 0;
}
