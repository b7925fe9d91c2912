/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Whose System V objects are, and who may use, change and remove them, as root and as others. */
#include "as_user.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

struct message {
	long type;
	char text[8];
};

static void show_perm(const char *what, const struct ipc_perm *perm)
{
	printf("%s: %u:%u made by %u:%u %o\n", what, perm->uid, perm->gid, perm->cuid, perm->cgid,
	       (unsigned int)perm->mode);
}

static void use_queue(key_t key, int id)
{
	struct message message = { 1, "text" };
	struct msqid_ds info;

	CALL(msgget(key, 0400) == id);
	CALL(msgget(key, 0200) == id);
	CALL(msgget(key, 0666) == id);
	CALL(msgsnd(id, &message, 4, IPC_NOWAIT));
	CALL(msgrcv(id, &message, 4, 0, IPC_NOWAIT));
	if (CALL(msgctl(id, IPC_STAT, &info)) == 0) {
		show_perm("queue", &info.msg_perm);
		CALL(msgctl(id, IPC_SET, &info));
	}
	memset(&info, 0, sizeof(info));
	CALL(msgctl(id, 13 /* MSG_STAT_ANY */, &info) == -1 ? -1 : 0);
}

static void use_set(key_t key, int id)
{
	struct sembuf up = { 0, 1, IPC_NOWAIT }, zero = { 1, 0, IPC_NOWAIT };
	unsigned short values[2] = { 0 };
	struct semid_ds info;

	CALL(semget(key, 2, 0400) == id);
	CALL(semget(key, 2, 0600) == id);
	CALL(semget(key, 3, 0) == id);
	CALL(semop(id, &up, 1));
	CALL(semop(id, &zero, 1));
	CALL(semctl(id, 0, GETVAL));
	CALL(semctl(id, 0, SETVAL, 0));
	CALL(semctl(id, 0, GETALL, values));
	CALL(semctl(id, 0, SETALL, values));
	if (CALL(semctl(id, 0, IPC_STAT, &info)) == 0)
		show_perm("set", &info.sem_perm);
}

static void use_segment(key_t key, int id)
{
	struct shmid_ds info;

	CALL(shmget(key, 10, 0400) == id);
	CALL(shmget(key, 10, 0600) == id);
	OK(shmdt(shmat(id, NULL, 0)));
	OK(shmdt(shmat(id, NULL, SHM_RDONLY)));
	CALL(shmctl(id, SHM_LOCK, NULL));
	CALL(shmctl(id, SHM_UNLOCK, NULL));
	if (CALL(shmctl(id, IPC_STAT, &info)) == 0)
		show_perm("segment", &info.shm_perm);
}

static void use(key_t key, const int ids[3])
{
	use_queue(key, ids[0]);
	use_set(key, ids[1]);
	use_segment(key, ids[2]);
}

static void try_remove(const int ids[3])
{
	CALL(msgctl(ids[0], IPC_RMID, NULL));
	CALL(semctl(ids[1], 0, IPC_RMID));
	CALL(shmctl(ids[2], IPC_RMID, NULL));
}

static void by_everybody(key_t key, const int ids[3])
{
	use(key, ids);
	AS(1000, 1000, use(key, ids));
	AS(1001, 1002, use(key, ids));
	IN_GROUP(1001, 1001, 1002, use(key, ids));
	AS(1001, 1001, use(key, ids); try_remove(ids));
}

/* The lines of /proc/sysvipc that are about these, by number: owners and modes. */
static void show_table(const char *name, int id, const char *format)
{
	char path[64], line[512];
	unsigned int mode, uid, gid, cuid, cgid;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sysvipc/%s", name);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		int found;

		if (sscanf(line, format, &found, &mode, &uid, &gid, &cuid, &cgid) == 6 &&
		    found == id)
			printf("%s %o %u %u %u %u\n", name, mode, uid, gid, cuid, cgid);
	}
	if (file)
		fclose(file);
}

static void make(key_t key, int mode)
{
	int ids[3];
	struct msqid_ds queue;
	struct semid_ds set;
	struct shmid_ds segment;

	printf("mode %o\n", (unsigned int)mode);
	ids[0] = MUST(msgget(key, IPC_CREAT | mode));
	ids[1] = MUST(semget(key, 2, IPC_CREAT | mode));
	ids[2] = MUST(shmget(key, 5000, IPC_CREAT | mode));
	by_everybody(key, ids);
	MUST(msgctl(ids[0], IPC_STAT, &queue));
	MUST(semctl(ids[1], 0, IPC_STAT, &set));
	MUST(shmctl(ids[2], IPC_STAT, &segment));
	queue.msg_perm.uid = set.sem_perm.uid = segment.shm_perm.uid = 1000;
	queue.msg_perm.gid = set.sem_perm.gid = segment.shm_perm.gid = 1002;
	queue.msg_perm.mode = set.sem_perm.mode = segment.shm_perm.mode = 0640;
	AS(1001, 1001, CALL(msgctl(ids[0], IPC_SET, &queue));
	   CALL(semctl(ids[1], 0, IPC_SET, &set)); CALL(shmctl(ids[2], IPC_SET, &segment)));
	CALL(msgctl(ids[0], IPC_SET, &queue));
	CALL(semctl(ids[1], 0, IPC_SET, &set));
	CALL(shmctl(ids[2], IPC_SET, &segment));
	by_everybody(key, ids);
	show_table("msg", ids[0], "%*d %d %o %*u %*u %*u %*u %u %u %u %u");
	show_table("sem", ids[1], "%*d %d %o %*u %u %u %u %u");
	show_table("shm", ids[2], "%*d %d %o %*u %*u %*u %*u %u %u %u %u");
	AS(1000, 5, try_remove(ids));
	try_remove(ids);
}

int main(void)
{
	key_t key = 0x50000000 + getpid();

	make(key, 0600);
	make(key, 0);
	make(key, 0466);
	AS(1000, 1000, make(key, 0700));
	return 0;
}
