/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* shmget, shmat, shmctl, shmdt: keys, sizes, children, removal while attached. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/shm.h>

int main(void)
{
	key_t key = 0x10000000 + getpid();
	struct shmid_ds info;
	char *first, *second;
	int id, other;

	CALL(shmget(key, 4096, 0600));
	OK(id = shmget(key, 5000, IPC_CREAT | IPC_EXCL | 0600));
	CALL(shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600));
	CALL(shmget(key, 5000, 0600) == id);
	CALL(shmget(key, 6000, 0600));
	OK(other = shmget(IPC_PRIVATE, 4096, 0600));
	printf("different %d\n", other != id);
	CALL(shmctl(other, IPC_RMID, NULL));
	CALL(shmctl(other, IPC_STAT, &info));

	first = shmat(id, NULL, 0);
	second = shmat(id, NULL, SHM_RDONLY);
	printf("attached %d %d\n", first != (char *)-1, second != (char *)-1);
	strcpy(first, "parent");
	IN_CHILD(printf("child sees %s\n", second); strcpy(first, "child"));
	printf("parent sees %s\n", second);
	CALL(shmctl(id, IPC_STAT, &info));
	printf("size %zu attached %ld key %d creator %d mode %o\n", info.shm_segsz,
	       (long)info.shm_nattch, info.shm_perm.__key == key, info.shm_cpid == getpid(),
	       info.shm_perm.mode);
	info.shm_perm.mode = 0400;
	CALL(shmctl(id, IPC_SET, &info));
	CALL(shmget(key, 0, 0600));
	CALL(shmget(key, 0, 0400) == id);
	CALL(shmdt(second));
	CALL(shmdt(second));
	CALL(shmctl(id, IPC_RMID, NULL));
	CALL(shmget(key, 0, 0400));
	printf("still %s\n", first);
	CALL(shmdt(first));
	CALL(shmat(id, NULL, 0) == (void *)-1 ? -1 : 0);
	CALL(shmget(key, 0, IPC_CREAT | 0600) == -1 ? -1 : 0);
	CALL(shmctl(id, 9999, &info));
	CALL(shmdt(first + 1));
	return 0;
}
