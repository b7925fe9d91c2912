/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* System V objects are found by counting through the kernel's tables, as ipcs does. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#ifndef SHM_STAT_ANY
#define SHM_STAT_ANY 15
#define SEM_STAT_ANY 20
#define MSG_STAT_ANY 13
#endif

static int find_segment(int id, int command)
{
	struct shmid_ds status;
	struct shm_info info;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);

	for (int i = 0; i <= last; i++) {
		if (shmctl(i, command, &status) != id)
			continue;
		printf("%lu bytes %o\n", (unsigned long)status.shm_segsz, status.shm_perm.mode);
		return 0;
	}
	return -1;
}

static int find_set(int id, int command, key_t key)
{
	struct semid_ds status;
	struct seminfo info;
	int last = semctl(0, 0, SEM_INFO, &info);

	for (int i = 0; i <= last; i++) {
		if (semctl(i, 0, command, &status) != id)
			continue;
		printf("%lu semaphores %d\n", (unsigned long)status.sem_nsems,
		       status.sem_perm.__key == key);
		return 0;
	}
	return -1;
}

static int find_queue(int id, int command)
{
	struct msqid_ds status;
	struct msginfo info;
	int last = msgctl(0, MSG_INFO, (struct msqid_ds *)&info);

	for (int i = 0; i <= last; i++) {
		if (msgctl(i, command, &status) != id)
			continue;
		printf("%lu messages\n", (unsigned long)status.msg_qnum);
		return 0;
	}
	return -1;
}

struct counts {
	int segments, sets, semaphores, queues, messages, bytes;
	unsigned long pages, resident;
};

static struct counts count(void)
{
	struct shm_info shm;
	struct seminfo sem;
	struct msginfo msg;

	MUST(shmctl(0, SHM_INFO, (struct shmid_ds *)&shm));
	MUST(semctl(0, 0, SEM_INFO, &sem));
	MUST(msgctl(0, MSG_INFO, (struct msqid_ds *)&msg));
	return (struct counts){ shm.used_ids, sem.semusz, sem.semaem,  msg.msgpool,
				msg.msgmap,   msg.msgtql, shm.shm_tot, shm.shm_rss };
}

static void show_more(const struct counts *before)
{
	struct counts now = count();

	printf("%d segments, %lu pages, %lu resident, %d sets, %d semaphores, %d queues, %d "
	       "messages, %d bytes more\n",
	       now.segments - before->segments, now.pages - before->pages,
	       now.resident - before->resident, now.sets - before->sets,
	       now.semaphores - before->semaphores, now.queues - before->queues,
	       now.messages - before->messages, now.bytes - before->bytes);
}

int main(void)
{
	struct counts before = count();

	struct {
		long type;
		char text[8];
	} message = { 1, "words" };
	key_t key = 0x50000000 + getpid();
	int segment = MUST(shmget(IPC_PRIVATE, 1000, IPC_CREAT | 0600));
	int set = MUST(semget(key, 3, IPC_CREAT | 0600));
	int queue = MUST(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
	struct shmid_ds status;

	MUST(msgsnd(queue, &message, 5, 0));
	*(char *)shmat(segment, NULL, 0) = 1;
	show_more(&before);
	CALL(find_segment(segment, SHM_STAT));
	CALL(find_segment(segment, SHM_STAT_ANY));
	CALL(find_set(set, SEM_STAT, key));
	CALL(find_set(set, SEM_STAT_ANY, key));
	CALL(find_queue(queue, MSG_STAT));
	CALL(find_queue(queue, MSG_STAT_ANY));
	CALL(shmctl(-1, SHM_STAT, &status));
	CALL(shmctl(32767, SHM_STAT, &status));
	CALL(semctl(-1, 0, SEM_STAT, &status));
	CALL(shmctl(-1, SHM_INFO, &status));
	CALL(semctl(-1, 0, SEM_INFO, &status));
	CALL(msgctl(0, MSG_INFO, (struct msqid_ds *)8));
	CALL(shmctl(0, IPC_INFO, (struct shmid_ds *)8) == -1);
	MUST(shmctl(segment, IPC_RMID, NULL));
	MUST(semctl(set, 0, IPC_RMID));
	MUST(msgctl(queue, IPC_RMID, NULL));
	errno = 0;
	CALL(find_segment(segment, SHM_STAT));
	CALL(find_set(set, SEM_STAT, key));
	CALL(find_queue(queue, MSG_STAT));
	return 0;
}
