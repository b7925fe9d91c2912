/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* semget, semop, semtimedop, semctl: waiting children, undo, removal under a waiter. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/sem.h>

static int change(int id, int number, int by, int flags)
{
	struct sembuf operation = { (unsigned short)number, (short)by, (short)flags };

	return semop(id, &operation, 1);
}

int main(void)
{
	key_t key = 0x20000000 + getpid();
	struct timespec soon = { 0, 20000000 };
	struct sembuf wait_for = { 1, -1, 0 };
	unsigned short values[3] = { 1, 2, 3 };
	struct semid_ds info;
	pid_t child;
	int id;

	CALL(semget(key, 1, 0600));
	CALL(semget(key, -1, 0600));
	OK(id = semget(key, 3, IPC_CREAT | 0600));
	CALL(semget(key, 3, 0) == id);
	CALL(semget(key, 4, 0));
	CALL(semget(key, -1, IPC_CREAT | IPC_EXCL | 0600));
	CALL(semctl(id, 0, SETALL, values));
	CALL(semctl(id, 1, GETVAL));
	CALL(change(id, 1, -3, IPC_NOWAIT));
	CALL(change(id, 1, -2, 0));
	CALL(semtimedop(id, &wait_for, 1, &soon));
	child = MUST(fork());
	if (!child)
		_exit(change(id, 1, -1, 0) ? 1 : 0);
	WAIT_UNTIL(semctl(id, 1, GETNCNT) == 1);
	CALL(semctl(id, 1, GETNCNT));
	CALL(change(id, 1, 1, 0));
	show_wait("waiter", child);
	IN_CHILD(change(id, 2, -2, SEM_UNDO); printf("in the child %d\n", semctl(id, 2, GETVAL)));
	CALL(semctl(id, 2, GETVAL));
	CALL(semctl(id, 0, IPC_STAT, &info));
	printf("count %lu key %d\n", (unsigned long)info.sem_nsems, info.sem_perm.__key == key);
	child = MUST(fork());
	if (!child)
		_exit(change(id, 1, -1, 0) ? errno : 0);
	WAIT_UNTIL(semctl(id, 1, GETNCNT) == 1);
	CALL(semctl(id, 0, IPC_RMID));
	printf("EIDRM is %d: ", EIDRM);
	show_wait("waiter", child);
	CALL(change(id, 0, 1, 0));
	CALL(semget(key, 3, 0));
	return 0;
}
