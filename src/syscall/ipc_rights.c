/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Faked owners and modes of System V objects (ipc_rights.h). */
#include "syscall/ipc_rights.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include "fakeroot/creds.h"

#define ALL_READ  0444U
#define ALL_WRITE 0222U
#define MODE_BITS 0777U
/* What ptjail's user needs of an object that is a member's. */
#define HOST_MODE 0600U
/* KERNEL: the limit of semop, SEMOPM. */
#define OPERATIONS_MAX 500U

void ipc_rights_made(struct call *call, enum ipc_kind kind, int id, int flags)
{
	const struct creds *creds = call->member->creds;
	struct ipc_owner *owner = ipc_owner_of(call->jail->ipc, kind, id);

	if (creds == NULL || owner == NULL)
		return;
	owner->uid = owner->cuid = creds->uid.effective;
	owner->gid = owner->cgid = creds->gid.effective;
	owner->mode = (unsigned int)flags & MODE_BITS;
}

int ipc_rights_use(struct call *call, enum ipc_kind kind, int id, unsigned int wanted)
{
	const struct creds *creds = call->member->creds;
	const struct ipc_owner *owner = ipc_owner_of(call->jail->ipc, kind, id);
	unsigned int granted;

	if (creds == NULL || owner == NULL)
		return 0;
	granted = owner->mode;
	wanted = (wanted >> 6) | (wanted >> 3) | wanted;
	if (creds->uid.effective == owner->uid || creds->uid.effective == owner->cuid)
		granted >>= 6;
	else if (creds_in_group(creds, owner->gid) || creds_in_group(creds, owner->cgid))
		granted >>= 3;
	if ((wanted & ~granted & 7) == 0 || creds_capable(creds, CAP_IPC_OWNER))
		return 0;
	return -EACCES;
}

int ipc_rights_change(struct call *call, enum ipc_kind kind, int id, unsigned int cap)
{
	const struct creds *creds = call->member->creds;
	const struct ipc_owner *owner = ipc_owner_of(call->jail->ipc, kind, id);

	if (creds == NULL || owner == NULL || creds_capable(creds, cap))
		return 0;
	return creds->uid.effective == owner->uid || creds->uid.effective == owner->cuid ? 0
											 : -EPERM;
}

/*
 * KERNEL: do_semtimedop(): who may only read may wait for zeroes. What was judged lies in the slot
 * then, where nobody changes it.
 */
static struct outcome wait_for_zeroes(struct call *call)
{
	unsigned int count = call_uint(call, 2);
	struct slot *slot = call_slot(call);
	uint64_t args[6];
	struct sembuf operation;
	int status;

	_Static_assert(OPERATIONS_MAX * sizeof(operation) <= sizeof(slot->memory->data), "room");
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = call_read(call, call_long(call, 1), slot->memory->data, count * sizeof(operation));
	if (status < 0)
		return outcome_fail(status);
	for (unsigned int i = 0; i < count; i++) {
		memcpy(&operation, slot->memory->data + i * sizeof(operation), sizeof(operation));
		if (operation.sem_op != 0)
			return outcome_fail(EACCES);
	}
	memcpy(args, call->args, sizeof(args));
	args[1] = slot_address(slot, slot->memory->data);
	return call_rewrite(call, table_id(call->row), args, NULL, NULL);
}

struct outcome ipc_rights_semop(struct call *call, int id)
{
	unsigned int count = call_uint(call, 2);

	/* The kernel has its own words for a count that is wrong. */
	if (count == 0 || count > OPERATIONS_MAX ||
	    ipc_rights_use(call, IPC_SEM, id, ALL_WRITE) == 0)
		return outcome_native();
	if (ipc_rights_use(call, IPC_SEM, id, ALL_READ) < 0)
		return outcome_fail(EACCES);
	return wait_for_zeroes(call);
}

void ipc_rights_show(const struct call *call, const struct ipc_owner *owner, struct ipc_perm *perm)
{
	if (call->member->creds == NULL || owner == NULL)
		return;
	perm->uid = owner->uid;
	perm->gid = owner->gid;
	perm->cuid = owner->cuid;
	perm->cgid = owner->cgid;
	perm->mode = (perm->mode & ~MODE_BITS) | owner->mode;
}

struct setting {
	enum ipc_kind kind;
	int id;
	struct ipc_perm perm;
};

static long finish_set(struct call *call, long result)
{
	const struct setting *setting = call->finish_data;
	struct ipc_owner *owner = ipc_owner_of(call->jail->ipc, setting->kind, setting->id);

	if (result < 0 || owner == NULL)
		return result;
	owner->uid = setting->perm.uid;
	owner->gid = setting->perm.gid;
	owner->mode = setting->perm.mode & MODE_BITS;
	return result;
}

/* The host's object stays ptjail's user's. */
struct outcome ipc_rights_set(struct call *call, enum ipc_kind kind, int id)
{
	static const size_t sizes[] = { sizeof(struct shmid_ds), sizeof(struct semid_ds),
					sizeof(struct msqid_ds) };
	unsigned int pointer = kind == IPC_SEM ? 3 : 2;
	struct slot *slot = call_slot(call);
	struct setting *setting;
	struct ipc_perm perm;
	uint64_t args[6];
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = call_read(call, call_long(call, pointer), slot->memory->data, sizes[kind]);
	if (status < 0)
		return outcome_fail(status);
	memcpy(&perm, slot->memory->data, sizeof(perm));
	setting = talloc(call->pool, struct setting);
	if (setting == NULL)
		return outcome_fail(ENOMEM);
	*setting = (struct setting){ kind, id, perm };
	perm.uid = geteuid();
	perm.gid = getegid();
	perm.mode |= HOST_MODE;
	memcpy(slot->memory->data, &perm, sizeof(perm));
	memcpy(args, call->args, sizeof(args));
	args[pointer] = slot_address(slot, slot->memory->data);
	return call_rewrite(call, table_id(call->row), args, finish_set, setting);
}
