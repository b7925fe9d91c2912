/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Threads look at files by name while another gives descriptors to numbers of its choice, closes
 * ranges of them, and forks: no look goes wrong, no descriptor is lost, and none is one too many.
 */
#include "guest.h"

#define LOOKERS 3
#define ROUNDS  4000

static _Atomic bool over;
static ino_t inode;

static void *look(void *arg)
{
	unsigned long *wrong = arg;
	struct stat info;

	while (!over) {
		if (stat("file", &info) < 0 || info.st_ino != inode)
			++*wrong;
		if (access("file", R_OK) < 0 || access("missing", F_OK) == 0 || errno != ENOENT)
			++*wrong;
	}
	return NULL;
}

static bool is_pipe(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode);
}

/* The lowest free number, or one that was a moment ago. */
static int free_number(int fd)
{
	int number = dup(fd);

	close(number);
	return number;
}

static unsigned int count_open(void)
{
	unsigned int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static bool child_has(unsigned int count)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(count_open() == count ? 0 : 1);
	waitpid(child, &status, 0);
	return status == 0;
}

int main(void)
{
	unsigned long wrong[LOOKERS] = { 0 }, lost = 0, wrongs = 0, strays = 0;
	pthread_t threads[LOOKERS];
	unsigned int count;
	struct stat info;
	int ends[2];

	close(creat("file", 0644));
	stat("file", &info);
	inode = info.st_ino;
	pipe(ends);
	close_range((unsigned int)ends[1] + 1, ~0U, 0);
	count = count_open();
	for (int i = 0; i < LOOKERS; i++)
		pthread_create(&threads[i], NULL, look, &wrong[i]);
	for (int i = 0; i < ROUNDS; i++) {
		int number = free_number(ends[0]);

		if (i % 2 == 0 ? dup2(ends[1], number) < 0 : dup3(ends[1], number, O_CLOEXEC) < 0)
			lost++;
		lost += !is_pipe(number);
		close(number);
		if (i % 8 == 0)
			close_range((unsigned int)ends[1] + 1, ~0U, 0);
		if (i % 100 == 0)
			strays += !child_has(count);
	}
	over = true;
	for (int i = 0; i < LOOKERS; i++) {
		pthread_join(threads[i], NULL);
		wrongs += wrong[i];
	}
	printf("wrong %lu, lost %lu, strays %lu, open as before %d\n", wrongs, lost, strays,
	       count_open() == count);
	return 0;
}
