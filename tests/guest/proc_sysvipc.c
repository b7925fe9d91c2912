/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/sysvipc: the columns, and the lines of objects of one's own. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static void show(const char *name, int id)
{
	FILE *file = fopen(name, "r");
	char line[400];
	int count = 0;

	printf("%s: %s\n", name, file ? "there" : err_name(errno));
	while (file && fgets(line, sizeof(line), file)) {
		int key;
		int at;
		unsigned int mode;

		if (count++ == 0)
			printf("%s", line);
		else if (sscanf(line, "%d %d %o", &key, &at, &mode) == 3 && at == id)
			printf("key %#x mode %o length %zu\n", (unsigned int)key, mode,
			       strlen(line));
	}
	if (file)
		fclose(file);
}

int main(void)
{
	key_t key = (key_t)(0x51000000 | (getpid() & 0xffffff));
	int shm = MUST(shmget(key, 5000, IPC_CREAT | IPC_EXCL | 0600));
	int sem = MUST(semget(IPC_PRIVATE, 3, 0640));
	int msg = MUST(msgget(IPC_PRIVATE, 0622));
	FILE *file = fopen("/proc/sysvipc/shm", "r");
	char line[400];
	bool seen = false;

	show("/proc/sysvipc/sem", sem);
	show("/proc/sysvipc/msg", msg);
	show("/proc/sysvipc/shm", -1);
	while (file && fgets(line, sizeof(line), file)) {
		int got;
		int id;

		if (sscanf(line, "%d %d", &got, &id) == 2 && id == shm)
			seen = got == key;
	}
	printf("the segment's key is %s\n", seen ? "told" : "not told");
	CALL(shmctl(shm, IPC_RMID, NULL));
	CALL(semctl(sem, 0, IPC_RMID));
	CALL(msgctl(msg, IPC_RMID, NULL));
	show("/proc/sysvipc/sem", sem);
	return 0;
}
