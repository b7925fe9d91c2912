/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Objects of System V made by processes. With arguments: so many rounds in which they are killed
 * meanwhile, and a size that the segments are known by outside (case nothing_left_on_the_host).
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "guest.h"

static volatile int delay;

static void *kill_all(void *unused)
{
	for (volatile int i = 0; i < delay; i++)
		;
	kill(getpid(), SIGKILL);
	return unused;
}

static void make(int size)
{
	int segment = MUST(shmget(IPC_PRIVATE, (size_t)size, 0600));
	int set = MUST(semget(IPC_PRIVATE, size % 100 + 1, 0600));
	int queue = MUST(msgget(IPC_PRIVATE, 0600));

	MUST(shmctl(segment, IPC_RMID, NULL));
	MUST(semctl(set, 0, IPC_RMID));
	MUST(msgctl(queue, IPC_RMID, NULL));
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 5;
	int size = argc > 2 ? atoi(argv[2]) : 10000;

	for (int i = 0; i < rounds; i++) {
		pid_t child = MUST(fork());
		pthread_t thread;
		int status;

		if (child == 0 && argc <= 2) {
			make(size);
			_exit(i);
		}
		if (child == 0) {
			delay = i * 7919 % 400000;
			pthread_create(&thread, NULL, kill_all, NULL);
			for (;;)
				make(size);
		}
		MUST(waitpid(child, &status, 0));
		if (argc <= 2)
			printf("%x\n", status);
	}
	return 0;
}
