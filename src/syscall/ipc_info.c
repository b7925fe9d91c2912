/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See ipc_info.h. Must never let the kernel write its counts into a member's memory. */
#include "syscall/ipc_info.h"

#include <errno.h>
#include <stdio.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

/* KERNEL: ipc/util.h: an id's lower bits are its index, with ipcmni_extend (5.2) more of them. */
#define INDEX_BITS 15
#define INDEX_MORE 24

/* What of the jail's objects of one kind is told. */
struct sums {
	long highest; /* index; 0 where there is none */
	unsigned long objects;
	unsigned long size;  /* pages, semaphores, or bytes in messages */
	unsigned long parts; /* pages resident, or messages */
	unsigned long swapped;
};

bool ipc_info_is_asked(enum ipc_kind kind, int command)
{
	switch (kind) {
	case IPC_SHM:
		return command == IPC_INFO || command == SHM_INFO;
	case IPC_SEM:
		return command == IPC_INFO || command == SEM_INFO;
	case IPC_MSG:
		return command == IPC_INFO || command == MSG_INFO;
	}
	return false;
}

static int index_of(enum ipc_kind kind, int id)
{
	int index = id & ((1 << INDEX_BITS) - 1);

	return ipc_id_at(kind, index) == id ? index : id & ((1 << INDEX_MORE) - 1);
}

/* One line of /proc/sysvipc/shm, sem or msg (proc(5)). False: not of this jail. */
static bool add_line(const struct ipc *ipc, enum ipc_kind kind, const char *line, struct sums *sums)
{
	unsigned long page = (unsigned long)sysconf(_SC_PAGESIZE);
	unsigned long size = 0, parts = 0, swapped = 0;
	int id = -1;
	long index;

	if (sscanf(line, "%*d %d %*o %lu %lu", &id, &size, &parts) < 2 || !ipc_has(ipc, kind, id))
		return false;
	if (kind == IPC_SHM) {
		parts = 0;
		(void)sscanf(line,
			     "%*d %*d %*o %*u %*d %*d %*u %*u %*u %*u %*u %*u %*u %*u %lu %lu",
			     &parts, &swapped);
		parts /= page;
		swapped /= page;
		size = (size + page - 1) / page;
	}
	index = index_of(kind, id);
	if (index > sums->highest)
		sums->highest = index;
	sums->objects++;
	sums->size += size;
	sums->parts += parts;
	sums->swapped += swapped;
	return true;
}

/* What there is no file of (a kernel without CONFIG_PROC_FS's) is told as none. */
static struct sums add_up(const struct ipc *ipc, enum ipc_kind kind)
{
	static const char *const files[] = {
		[IPC_SHM] = "/proc/sysvipc/shm",
		[IPC_SEM] = "/proc/sysvipc/sem",
		[IPC_MSG] = "/proc/sysvipc/msg",
	};
	struct sums sums = { 0 };
	FILE *file = fopen(files[kind], "re");
	char line[512];

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		(void)add_line(ipc, kind, line, &sums);
	if (file != NULL)
		(void)fclose(file);
	return sums;
}

union info {
	struct shminfo shm_limits;
	struct shm_info shm;
	struct seminfo sem;
	struct msginfo msg;
};

/* The kernel's own, of the host: its limits are everybody's. *ret_size: bytes of it. */
static int ask_kernel(const struct call *call, enum ipc_kind kind, int command, union info *info,
		      size_t *ret_size)
{
	int id = call_int(call, 0);
	int result = -1;

	switch (kind) {
	case IPC_SHM:
		*ret_size = command == SHM_INFO ? sizeof(info->shm) : sizeof(info->shm_limits);
		result = shmctl(id, command, (struct shmid_ds *)(void *)info);
		break;
	case IPC_SEM:
		*ret_size = sizeof(info->sem);
		result = semctl(id, 0, command, &info->sem);
		break;
	case IPC_MSG:
		*ret_size = sizeof(info->msg);
		result = msgctl(id, command, (struct msqid_ds *)(void *)info);
		break;
	}
	return result < 0 ? -errno : 0;
}

static void put_sums(enum ipc_kind kind, const struct sums *sums, union info *info)
{
	switch (kind) {
	case IPC_SHM:
		info->shm = (struct shm_info){
			.used_ids = (int)sums->objects,
			.shm_tot = sums->size,
			.shm_rss = sums->parts,
			.shm_swp = sums->swapped,
		};
		break;
	case IPC_SEM:
		info->sem.semusz = (int)sums->objects;
		info->sem.semaem = (int)sums->size;
		break;
	case IPC_MSG:
		info->msg.msgpool = (int)sums->objects;
		info->msg.msgmap = (int)sums->parts;
		info->msg.msgtql = (int)sums->size;
		break;
	}
}

struct outcome ipc_info_tell(struct call *call, const struct ipc *ipc, enum ipc_kind kind,
			     int command)
{
	uint64_t address = call_long(call, kind == IPC_SEM ? 3 : 2);
	struct sums sums;
	union info info = { 0 };
	size_t size = 0;
	int status = ask_kernel(call, kind, command, &info, &size);

	if (status < 0)
		return outcome_fail(status);
	sums = add_up(ipc, kind);
	if (command != IPC_INFO)
		put_sums(kind, &sums, &info);
	status = call_write(call, address, &info, size);
	return status < 0 ? outcome_fail(status) : outcome_done(sums.highest);
}
