/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * System V shared memory, semaphores and message queues. An id is a register argument: it
 * is one of the jail's, or there is no such object (EINVAL). A key is looked up in the
 * jail's own table; the kernel makes every object as IPC_PRIVATE. KERNEL: an id comes again
 * after millions of objects of its kind (ipc/util.c; before 5.1, 65,536): not in the life of a
 * stopped call.
 */
#include "syscall/ipc.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>

#include "syscall/call.h"
#include "syscall/ipc_info.h"
#include "syscall/ipc_rights.h"
#include "syscall/target.h"

struct ipc_status {
	struct ipc_perm perm;
	size_t size; /* of a segment, or of a set */
};

/* As the tracer sees it: same user, so that only an owner's missing rights refuse (EACCES). */
static int read_status(enum ipc_kind kind, int id, struct ipc_status *ret_status)
{
	struct shmid_ds shm;
	struct semid_ds sem;
	struct msqid_ds msg;
	int result = -1;

	*ret_status = (struct ipc_status){ 0 };
	switch (kind) {
	case IPC_SHM:
		result = shmctl(id, IPC_STAT, &shm);
		if (result == 0)
			*ret_status = (struct ipc_status){ shm.shm_perm, shm.shm_segsz };
		break;
	case IPC_SEM:
		result = semctl(id, 0, IPC_STAT, &sem);
		if (result == 0)
			*ret_status = (struct ipc_status){ sem.sem_perm, sem.sem_nsems };
		break;
	case IPC_MSG:
		result = msgctl(id, IPC_STAT, &msg);
		if (result == 0)
			*ret_status = (struct ipc_status){ msg.msg_perm, 0 };
		break;
	}
	return result < 0 ? -errno : 0;
}

/* KERNEL: ipc/util.c ipcperms(), for the owner, whom all members are. */
static bool is_granted(const struct ipc_perm *perm, int flags)
{
	int requested = (flags >> 6) | (flags >> 3) | flags;

	return (requested & ~(perm->mode >> 6) & 0007) == 0 || geteuid() == 0;
}

static struct outcome open_existing(struct call *call, struct ipc *ipc, enum ipc_kind kind, int id,
				    size_t size, int flags)
{
	struct ipc_status status;
	int error = read_status(kind, id, &status);

	if (error == -EINVAL || error == -EIDRM) {
		ipc_remove(ipc, kind, id, false);
		return outcome_fail(ENOENT);
	}
	if ((flags & IPC_CREAT) != 0 && (flags & IPC_EXCL) != 0)
		return outcome_fail(EEXIST);
	if (error == 0 && size > status.size)
		return outcome_fail(EINVAL);
	if (error == 0 && call->member->creds != NULL)
		error = ipc_rights_use(call, kind, id, (unsigned int)flags);
	else if (error == 0 && !is_granted(&status.perm, flags))
		error = -EACCES;
	return outcome_done(error == 0 ? id : error);
}

/*
 * A segment that was made by who was killed before he could tell its id. RACE: another maker's of
 * the same number and second there is not: the number is taken until it is waited for.
 */
static void remove_untold(const struct ipc *ipc, pid_t maker, time_t since)
{
	struct shmid_ds status;
	int last = shmctl(0, SHM_INFO, &status);

	for (int i = 0; i <= last; i++) {
		int id = shmctl(i, SHM_STAT, &status);

		if (id >= 0 && status.shm_cpid == maker && status.shm_ctime >= since &&
		    !ipc_has(ipc, IPC_SHM, id))
			(void)shmctl(id, IPC_RMID, NULL);
	}
}

/*
 * KERNEL: only of a segment it is told who made it. All else is made here, where nobody can be
 * killed before it is known.
 */
static int make_object(struct call *call, const struct ipc *ipc, enum ipc_kind kind,
		       const uint64_t args[6], long *ret_id)
{
	time_t since = time(NULL);
	int status = 0;

	switch (kind) {
	case IPC_SHM:
		status = call_remote(call, CALL_shmget, args, ret_id);
		if (status == -ESRCH)
			remove_untold(ipc, call->tracee->tgid, since);
		return status;
	case IPC_SEM:
		*ret_id = semget(IPC_PRIVATE, (int)args[1], (int)args[2]);
		break;
	case IPC_MSG:
		*ret_id = msgget(IPC_PRIVATE, (int)args[1]);
		break;
	}
	if (*ret_id < 0)
		*ret_id = -errno;
	return status;
}

/* shmget, semget, msgget: `flags` is the last argument, the size the one between. */
static struct outcome get_object(struct call *call, struct ipc *ipc, enum ipc_kind kind)
{
	unsigned int last = kind == IPC_MSG ? 1 : 2;
	key_t key = call_int(call, 0);
	int flags = call_int(call, last);
	size_t size = kind == IPC_SHM ? call_long(call, 1)
				      : (kind == IPC_SEM ? (size_t)call_int(call, 1) : 0);
	uint64_t args[6];
	long id;
	int status;

	if (kind == IPC_SEM && call_int(call, 1) < 0) /* KERNEL: before the key is looked at */
		return outcome_fail(EINVAL);
	id = ipc_find_key(ipc, kind, key);
	if (id >= 0) {
		struct outcome found = open_existing(call, ipc, kind, (int)id, size, flags);

		if (found.value != -ENOENT || (flags & IPC_CREAT) == 0)
			return found;
	} else if (key != IPC_PRIVATE && (flags & IPC_CREAT) == 0) {
		return outcome_fail(ENOENT);
	}
	memcpy(args, call->args, sizeof(args));
	args[0] = IPC_PRIVATE;
	if (call->member->creds != NULL)
		args[last] |= 0600; /* what is kept from whom, ipc_rights.c says */
	status = make_object(call, ipc, kind, args, &id);
	if (status < 0 || id < 0)
		return outcome_done(status < 0 ? status : id);
	if (ipc_add(ipc, kind, (int)id, key) == 0) {
		ipc_rights_made(call, kind, (int)id, flags);
		return outcome_done(id);
	}
	/* Nobody could ever remove it. */
	switch (kind) {
	case IPC_SHM:
		(void)shmctl((int)id, IPC_RMID, NULL);
		break;
	case IPC_SEM:
		(void)semctl((int)id, 0, IPC_RMID);
		break;
	case IPC_MSG:
		(void)msgctl((int)id, IPC_RMID, NULL);
		break;
	}
	return outcome_fail(ENOMEM);
}

/* Commands by which all objects are counted through, up to the highest index (ipc_info.h). */
static bool looks_around(enum ipc_kind kind, int command)
{
	switch (kind) {
	case IPC_SHM:
		return command == SHM_STAT || command == IPC_ANY_STAT_SHM;
	case IPC_SEM:
		return command == SEM_STAT || command == IPC_ANY_STAT_SEM;
	case IPC_MSG:
		return command == MSG_STAT || command == IPC_ANY_STAT_MSG;
	}
	return true;
}

struct control {
	enum ipc_kind kind;
	int id;
	bool tells_id; /* it was asked for by index */
};

/* The kernel knows no key; the guest may look for its own. */
static long finish_status(struct call *call, long result)
{
	const struct control *control = call->finish_data;
	struct ipc *ipc = call->jail->ipc;
	uint64_t address = call_long(call, control->kind == IPC_SEM ? 3 : 2);
	struct ipc_perm perm;
	int status;

	if (result < 0)
		return result;
	status = call_read(call, address, &perm, sizeof(perm));
	if (status < 0)
		return status;
	perm.__key = ipc_key_of(ipc, control->kind, control->id);
	ipc_rights_show(call, ipc_owner_of(ipc, control->kind, control->id), &perm);
	status = call_write(call, address, &perm, sizeof(perm));
	if (status < 0)
		return status;
	return control->tells_id ? control->id : result;
}

/* By the id in any case: what an index means may be another object by now. */
static struct outcome tell_status(struct call *call, const struct control *what)
{
	struct control *control = talloc_memdup(call->pool, what, sizeof(*what));
	uint64_t args[6];

	if (control == NULL)
		return outcome_fail(ENOMEM);
	memcpy(args, call->args, sizeof(args));
	args[0] = (uint64_t)control->id;
	args[control->kind == IPC_SEM ? 2 : 1] = IPC_STAT;
	return call_rewrite(call, table_id(call->row), args, finish_status, control);
}

static struct outcome remove_object(struct call *call, struct ipc *ipc, enum ipc_kind kind, int id)
{
	struct outcome outcome = target_run_held(call);
	struct ipc_status status;
	int error = read_status(kind, id, &status);
	bool lingers = kind == IPC_SHM && error == 0 && (status.perm.mode & SHM_DEST) != 0;

	/* Whoever was killed meanwhile may have removed it all the same. */
	if (outcome.value == 0 || error == -EINVAL || error == -EIDRM || lingers)
		ipc_remove(ipc, kind, id, error == 0);
	return outcome;
}

/* The kernel's permission bits for a command of semctl that works on values. */
static unsigned int wanted_by(int command)
{
	return command == SETVAL || command == SETALL ? 0222U : 0444U;
}

/* Any other command than those that remove, or look by an index. */
static struct outcome command_object(struct call *call, enum ipc_kind kind, int id, int command)
{
	int status = 0;

	if (kind == IPC_SHM && (command == SHM_LOCK || command == SHM_UNLOCK))
		status = ipc_rights_change(call, kind, id, CAP_IPC_LOCK);
	else if (command == IPC_SET)
		status = ipc_rights_change(call, kind, id, CAP_SYS_ADMIN);
	else if (kind == IPC_SEM)
		status = ipc_rights_use(call, kind, id, wanted_by(command));
	if (status < 0)
		return outcome_fail(status);
	return command == IPC_SET && call->member->creds != NULL ? ipc_rights_set(call, kind, id)
								 : outcome_native();
}

static bool asks_any(enum ipc_kind kind, int command)
{
	return command == (kind == IPC_SHM   ? IPC_ANY_STAT_SHM
			   : kind == IPC_SEM ? IPC_ANY_STAT_SEM
					     : IPC_ANY_STAT_MSG);
}

static struct outcome control_object(struct call *call, struct ipc *ipc, enum ipc_kind kind)
{
	int id = call_int(call, 0);
	int command = call_int(call, kind == IPC_SEM ? 2 : 1);
	bool by_index = looks_around(kind, command);
	int status = 0;

	if (ipc_info_is_asked(kind, command))
		return ipc_info_tell(call, ipc, kind, command);
	if (by_index)
		id = ipc_id_at(kind, id);
	if (!ipc_has(ipc, kind, id))
		return outcome_fail(EINVAL);
	if (command != IPC_RMID && command != IPC_STAT && !by_index)
		return command_object(call, kind, id, command);
	if (command == IPC_RMID)
		status = ipc_rights_change(call, kind, id, CAP_SYS_ADMIN);
	else if (!asks_any(kind, command))
		status = ipc_rights_use(call, kind, id, 0444);
	if (status < 0)
		return outcome_fail(status);
	return command == IPC_RMID ? remove_object(call, ipc, kind, id)
				   : tell_status(call, &(struct control){ kind, id, by_index });
}

static unsigned int wanted_to_attach(const struct call *call)
{
	unsigned int wanted = (call_int(call, 2) & SHM_RDONLY) != 0 ? 0444 : 0666;

	return (call_int(call, 2) & SHM_EXEC) != 0 ? wanted | 0111 : wanted;
}

/* SHM_REMAP replaces mappings, the gate too where the kernel cannot seal it (KERNEL: 6.10). */
static struct outcome attach(struct call *call, struct ipc *ipc)
{
	uint64_t gate = gate_address(call->jail->gate);
	uint64_t address = call_long(call, 1);
	struct ipc_status status;
	int error;

	if (!ipc_has(ipc, IPC_SHM, call_int(call, 0)))
		return outcome_fail(EINVAL);
	error = ipc_rights_use(call, IPC_SHM, call_int(call, 0), wanted_to_attach(call));
	if (error < 0)
		return outcome_fail(error);
	if ((call_int(call, 2) & SHM_REMAP) == 0)
		return outcome_native();
	error = read_status(IPC_SHM, call_int(call, 0), &status);
	if (error < 0)
		return outcome_fail(error);
	/* SHM_RND rounds down by less than 64 KiB, the size up to a page. */
	if (address < gate + GATE_SIZE && gate < address + status.size + 2 * GATE_CODE_OFFSET)
		return outcome_fail(EINVAL);
	if (address >= gate && address < gate + GATE_SIZE + GATE_CODE_OFFSET)
		return outcome_fail(EINVAL);
	return outcome_native();
}

/* Of an id that nobody has the kernel tells what is wrong with the other arguments first. */
static struct outcome use_object(struct call *call, const struct ipc *ipc, enum ipc_kind kind)
{
	int id = call_int(call, 0);
	uint64_t args[6];
	int status;

	if (ipc_has(ipc, kind, id) && kind == IPC_SEM)
		return ipc_rights_semop(call, id);
	if (ipc_has(ipc, kind, id)) {
		status = ipc_rights_use(call, kind, id,
					table_id(call->row) == CALL_msgsnd ? 0222 : 0444);
		return status < 0 ? outcome_fail(status) : outcome_native();
	}
	memcpy(args, call->args, sizeof(args));
	args[0] = (uint64_t)-1;
	return call_rewrite(call, table_id(call->row), args, NULL, NULL);
}

struct outcome on_sysvipc(struct call *call)
{
	struct ipc *ipc = ipc_of(call->jail);
	enum call_id id = table_id(call->row);

	if (ipc == NULL)
		return outcome_fail(ENOMEM);
	if (id == CALL_shmget)
		return get_object(call, ipc, IPC_SHM);
	if (id == CALL_semget)
		return get_object(call, ipc, IPC_SEM);
	if (id == CALL_msgget)
		return get_object(call, ipc, IPC_MSG);
	if (id == CALL_shmctl)
		return control_object(call, ipc, IPC_SHM);
	if (id == CALL_semctl)
		return control_object(call, ipc, IPC_SEM);
	if (id == CALL_msgctl)
		return control_object(call, ipc, IPC_MSG);
	if (id == CALL_shmat)
		return attach(call, ipc);
	/* It takes away a segment that the caller itself attached, nothing else. */
	if (id == CALL_shmdt)
		return outcome_native();
	if (id == CALL_semop || id == CALL_semtimedop)
		return use_object(call, ipc, IPC_SEM);
	return use_object(call, ipc, IPC_MSG);
}
