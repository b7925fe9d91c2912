/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files that are opened for the first time when there are threads already: by the main thread and
 * by another, and after both a file made by each is there.
 */
#include "guest.h"

enum { ROUNDS = 100 };

static pthread_barrier_t started;

static int open_often(const char *made)
{
	int good = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int fd = open("read", O_RDONLY);
		char byte;

		if (fd >= 0 && read(fd, &byte, 1) == 1 && byte == 'r')
			good++;
		close(fd);
		fd = open("missing", O_RDONLY);
		if (fd >= 0 || errno != ENOENT)
			good = -ROUNDS;
	}
	close(open(made, O_CREAT | O_EXCL | O_WRONLY, 0644));
	return good;
}

static void *work(void *arg)
{
	pthread_barrier_wait(&started);
	return (void *)(intptr_t)open_often(arg);
}

int main(void)
{
	pthread_t thread;
	void *other;
	int good;
	int fd = creat("read", 0644);

	if (write(fd, "r", 1) != 1)
		return 1;
	close(fd);
	pthread_barrier_init(&started, NULL, 2);
	if (pthread_create(&thread, NULL, work, "made-by-thread") != 0)
		return 1;
	pthread_barrier_wait(&started);
	good = open_often("made-by-main");
	pthread_join(thread, &other);
	printf("%d %d\n", good, (int)(intptr_t)other);
	show_dir(".");
	return 0;
}
