/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * I-01, E48: a segment, semaphores and a queue that somebody outside has, with all rights for this
 * very user, by number, by key, by place in the kernel's table, by high halves that the kernel
 * drops, also from a child and after an exec: they are not there. So are not his queues' names.
 */
#include "escape.h"

#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static key_t key;
static int shm, sem, msg;

union argument {
	int value;
	void *buffer;
};

static void refuse_mapped(long result, const char *what)
{
	if (result != -1 && result != 0)
		escaped("%s: %.40s", what, (const char *)(uintptr_t)result);
}

static void attack_segment(long id)
{
	struct shmid_ds info = { .shm_perm.mode = 0666 };

	refuse_mapped(syscall(SYS_shmat, id, NULL, 0), "shmat");
	refuse_mapped(syscall(SYS_shmat, id, NULL, SHM_RDONLY), "shmat for reading");
	refuse_mapped(syscall(SYS_shmat, id, 0x600000000000UL, SHM_REMAP), "shmat at a place");
	for (int command = 0; command < 32; command++)
		if (command != IPC_INFO && command != SHM_INFO)
			must_fail(syscall(SYS_shmctl, id, command, &info), "shmctl");
	for (int command = 256; command < 280; command++)
		if (command != (256 | IPC_INFO))
			must_fail(syscall(SYS_shmctl, id, command, &info), "shmctl of the other kind");
}

static void attack_semaphores(long id)
{
	struct sembuf up = { 0, 1, IPC_NOWAIT | SEM_UNDO }, zero = { 0, 0, IPC_NOWAIT };
	struct timespec now = { 0, 0 };
	unsigned short values[2] = { 7, 7 };
	union argument all = { .buffer = values };

	must_fail(syscall(SYS_semop, id, &up, 1), "semop");
	must_fail(syscall(SYS_semop, id, &zero, 1), "semop of zero");
	must_fail(syscall(SYS_semtimedop, id, &up, 1, &now), "semtimedop");
	for (int command = 0; command < 24; command++)
		if (command != IPC_INFO && command != SEM_INFO)
			must_fail(syscall(SYS_semctl, id, 0, command, all), "semctl");
}

static void attack_queue(long id)
{
	struct {
		long type;
		char text[64];
	} message = { 1, "x" };
	struct msqid_ds info = { .msg_perm.mode = 0666 };

	must_fail(syscall(SYS_msgsnd, id, &message, 1, IPC_NOWAIT), "msgsnd");
	must_fail(syscall(SYS_msgrcv, id, &message, 64, 0, IPC_NOWAIT), "msgrcv");
	must_fail(syscall(SYS_msgrcv, id, &message, 64, 0, IPC_NOWAIT | 040000 /* MSG_COPY */), "MSG_COPY");
	for (int command = 0; command < 16; command++)
		if (command != IPC_INFO && command != MSG_INFO)
			must_fail(syscall(SYS_msgctl, id, command, &info), "msgctl");
}

/* What is got by the key is another object, if anything. */
static void attack_key(int flags)
{
	int own_shm = shmget(key, 4096, flags), own_sem = semget(key, 2, flags), own_msg = msgget(key, flags);
	char *memory = own_shm < 0 ? (char *)-1 : shmat(own_shm, NULL, 0);

	if (own_shm == shm || own_sem == sem || own_msg == msg)
		escaped("the key leads to the outsider's object");
	if (memory != (char *)-1 && strstr(memory, SECRET) != NULL)
		escaped("the segment is the outsider's");
	if ((flags & IPC_CREAT) == 0 && (own_shm >= 0 || own_sem >= 0 || own_msg >= 0))
		escaped("there is something by that key");
	(void)shmctl(own_shm, IPC_RMID, NULL);
	(void)semctl(own_sem, 0, IPC_RMID);
	(void)msgctl(own_msg, IPC_RMID, NULL);
}

static void look_at_tables(void)
{
	static const char *const names[] = { "/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg" };
	char text[16384], wanted[32];

	snprintf(wanted, sizeof(wanted), " %d ", key);
	for (int i = 0; i < 3; i++) {
		int fd = open(names[i], O_RDONLY);
		ssize_t size = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

		close(fd);
		text[size > 0 ? size : 0] = '\0';
		if (strstr(text, wanted) != NULL)
			escaped("%s lists the outsider's", names[i]);
	}
}

static void attack_names(void)
{
	char name[64];

	snprintf(name, sizeof(name), "/ptjail-outside-%d", given_pid("ESCAPE_PID"));
	must_fail(syscall(SYS_mq_open, name + 1, O_RDONLY, 0, NULL), "mq_open");
	must_fail(syscall(SYS_mq_open, name + 1, O_RDWR | O_NONBLOCK, 0, NULL), "mq_open for writing");
	must_fail(syscall(SYS_mq_unlink, name + 1), "mq_unlink");
	must_fail(mq_open(name, O_RDONLY), "mq_open by the library");
	must_fail(mq_unlink(name), "mq_unlink by the library");
	snprintf(name, sizeof(name), "/dev/mqueue/ptjail-outside-%d", given_pid("ESCAPE_PID"));
	must_fail(access(name, F_OK), "the queue by a path");
}

/* Nor are they counted: nothing was made yet. */
static void look_at_counts(void)
{
	struct shm_info segments = { 0 };
	struct seminfo sets = { 0 };
	struct msginfo queues = { 0 };
	struct shminfo limits = { 0 };
	union argument all = { .buffer = &sets };
	long highest = syscall(SYS_shmctl, 0, SHM_INFO, &segments);

	if (segments.used_ids != 0 || segments.shm_tot != 0 || segments.shm_rss != 0 || highest != 0)
		escaped("%d segments of %lu pages, up to %ld", segments.used_ids, segments.shm_tot, highest);
	highest = syscall(SYS_semctl, 0, 0, SEM_INFO, all);
	if (sets.semusz != 0 || sets.semaem != 0 || highest != 0)
		escaped("%d sets of %d, up to %ld", sets.semusz, sets.semaem, highest);
	highest = syscall(SYS_msgctl, 0, MSG_INFO, &queues);
	if (queues.msgpool != 0 || queues.msgmap != 0 || queues.msgtql != 0 || highest != 0)
		escaped("%d queues, %d messages, up to %ld", queues.msgpool, queues.msgmap, highest);
	if (syscall(SYS_shmctl, 0, IPC_INFO, &limits) != 0 || syscall(SYS_semctl, 0, 0, IPC_INFO, all) != 0 ||
	    syscall(SYS_msgctl, 0, IPC_INFO, &queues) != 0)
		escaped("the highest index is told with the limits");
	if (limits.shmmax == 0)
		broken("no limits");
}

static void attack_all(void)
{
	static const long halves[] = { 0, 1L << 32, 1L << 63, 0x7fffffffL << 32 };

	for (int i = 0; i < 4; i++) {
		attack_segment((long)(uint32_t)shm | halves[i]);
		attack_semaphores((long)(uint32_t)sem | halves[i]);
		attack_queue((long)(uint32_t)msg | halves[i]);
	}
	/* The number's low half is the place in the table. KERNEL: ipc/util.h IPCMNI_SHIFT */
	attack_segment(shm & 0x7fff);
	attack_semaphores(sem & 0x7fff);
	attack_queue(msg & 0x7fff);
	attack_key(0);
	attack_key(0666);
	attack_key(IPC_CREAT | 0600);
	attack_key(IPC_CREAT | IPC_EXCL | 0600);
	look_at_tables();
	attack_names();
}

int main(int argc, char **argv)
{
	pid_t child;

	if (sscanf(given("ESCAPE_IPC"), "%d %d %d %d", &key, &shm, &sem, &msg) != 4)
		broken("no objects outside");
	if (argc == 1)
		look_at_counts();
	attack_all();
	if (argc > 1)
		contained();
	child = fork();
	if (child == 0) {
		attack_all();
		_exit(0);
	}
	join(child);
	execl("/proc/self/exe", argv[0], "again", NULL);
	broken("exec");
}
