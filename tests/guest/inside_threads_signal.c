/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Signals find threads that look at files by name; their handler looks too, gives a descriptor a
 * number, or leaves by siglongjmp: no look goes wrong, and no descriptor stays.
 */
#include <setjmp.h>

#include "guest.h"

#define LOOKERS 2
#define SIGNALS 1500

static _Atomic bool over;
static _Atomic unsigned int wrong;
static __thread volatile sig_atomic_t handled, placed;
static __thread sigjmp_buf place;
static ino_t inode;
static int spare;

static void look(void)
{
	struct stat info;

	if (stat("file", &info) < 0 || info.st_ino != inode)
		wrong++;
	if (access("file", R_OK) < 0 || access("missing", F_OK) == 0)
		wrong++;
}

static void handle(int signal_number)
{
	(void)signal_number;
	look();
	if (++handled % 3 == 0 && dup2(spare, spare + 1 + (int)(handled % 5)) < 0)
		wrong++;
	/* A thread may be told more often than that before it has begun. */
	if (placed && handled % 7 == 0)
		siglongjmp(place, 1);
}

static void *work(void *arg)
{
	(void)sigsetjmp(place, 1);
	placed = 1;
	while (!over)
		look();
	return arg;
}

static unsigned int count_open(void)
{
	unsigned int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

int main(void)
{
	struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART };
	pthread_t threads[LOOKERS];
	unsigned int before;
	struct stat info;

	close(creat("file", 0644));
	stat("file", &info);
	inode = info.st_ino;
	spare = fcntl(0, F_DUPFD, 40);
	for (int fd = 1; fd <= 5; fd++)
		dup2(spare, spare + fd);
	before = count_open();
	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < LOOKERS; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < SIGNALS; i++) {
		pthread_kill(threads[i % LOOKERS], SIGUSR1);
		usleep(200);
	}
	over = true;
	for (int i = 0; i < LOOKERS; i++)
		pthread_join(threads[i], NULL);
	printf("wrong %u, as many open %d\n", wrong, count_open() == before);
	return 0;
}
