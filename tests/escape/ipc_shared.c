/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* I-01, I-02: System V objects, message queues and shared memory are the jail's own. */
#include <mqueue.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "escape.h"

int main(void)
{
	struct shmid_ds info;
	int id, fd;
	mqd_t queue;

	/* Numbers of objects that are not ours, of which there may be any. */
	for (int number = 0; number < 200; number++) {
		if (shmat(number, NULL, SHM_RDONLY) != (void *)-1)
			escaped("segment %d", number);
		must_fail(shmctl(number, IPC_RMID, NULL), "shmctl");
		must_fail(shmctl(number, IPC_STAT, &info), "shmctl");
		must_fail(semctl(number, 0, IPC_RMID), "semctl");
		must_fail(msgctl(number, IPC_RMID, NULL), "msgctl");
		must_fail(semctl(number, 0, GETVAL), "semctl");
	}
	must_fail(shmctl(0, SHM_STAT, &info), "SHM_STAT");
	must_fail(shmctl(0, 15 /* SHM_STAT_ANY */, &info), "SHM_STAT_ANY");
	id = shmget(0x70746a61, 4096, IPC_CREAT | 0600);
	if (id >= 0 && shmctl(id, IPC_RMID, NULL) < 0)
		escaped("a segment stays");
	queue = mq_open("/ptjail-escape", O_CREAT | O_RDWR, 0600, NULL);
	if (queue >= 0) {
		if (access("/dev/mqueue/ptjail-escape", F_OK) == 0)
			broken("a queue directory");
		mq_unlink("/ptjail-escape");
	}
	fd = shm_open("/ptjail-escape", O_CREAT | O_RDWR, 0600);
	if (fd >= 0 && fstat(fd, &(struct stat){ 0 }) == 0)
		printf("shared memory is private\n");
	contained();
}
