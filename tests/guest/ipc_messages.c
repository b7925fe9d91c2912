/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* msgget, msgsnd, msgrcv, msgctl: types, sizes, blocking, removal. */
#include "guest.h"

#include <sys/ipc.h>
#include <sys/msg.h>

struct message {
	long type;
	char text[32];
};

int main(void)
{
	key_t key = 0x30000000 + getpid();
	struct message message = { .type = 1 };
	struct msqid_ds info;
	pid_t child;
	int id;

	CALL(msgget(key, 0600));
	OK(id = msgget(key, IPC_CREAT | IPC_EXCL | 0600));
	CALL(msgget(key, IPC_CREAT | IPC_EXCL | 0600));
	CALL(msgget(key, 0600) == id);
	strcpy(message.text, "one");
	CALL(msgsnd(id, &message, 4, 0));
	message.type = 2;
	strcpy(message.text, "two");
	CALL(msgsnd(id, &message, 4, 0));
	CALL(msgctl(id, IPC_STAT, &info));
	printf("queued %lu key %d\n", (unsigned long)info.msg_qnum, info.msg_perm.__key == key);
	CALL(msgrcv(id, &message, sizeof(message.text), 2, 0));
	printf("%ld %s\n", message.type, message.text);
	CALL(msgrcv(id, &message, 2, 0, 0));
	CALL(msgrcv(id, &message, 2, 0, MSG_NOERROR));
	CALL(msgrcv(id, &message, 2, 0, IPC_NOWAIT));
	child = MUST(fork());
	if (!child)
		_exit(msgrcv(id, &message, sizeof(message.text), 5, 0) == 6 ? 0 : 1);
	message.type = 5;
	strcpy(message.text, "later");
	CALL(msgsnd(id, &message, 6, 0));
	show_wait("receiver", child);
	CALL(msgctl(id, IPC_RMID, NULL));
	CALL(msgsnd(id, &message, 6, 0));
	CALL(msgget(key, 0600));
	return 0;
}
