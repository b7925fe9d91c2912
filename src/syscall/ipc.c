/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The jail's IPC objects (ipc.h). Removes at the end what the members left. */
#include "syscall/ipc.h"

#include <errno.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <uthash.h>

/* KERNEL: the limits of all three kinds together stay below; of names RLIMIT_MSGQUEUE. */
struct ipc_object {
	int id;
	key_t key;
	struct ipc_owner owner;
	/* Of a segment that was removed while it was attached: who made it, and when. */
	bool lingers;
	pid_t maker;
	time_t made;
	UT_hash_handle hh;
};

struct ipc_queue {
	char name[PRIVATE_NAME_MAX + 1];
	UT_hash_handle hh;
};

#define SWEEP_EVERY 64U

struct ipc {
	unsigned int lingering; /* segments removed while attached, since the last sweep */
	struct ipc_object *objects[IPC_KIND_COUNT];
	struct private_names *names;
	struct ipc_queue *queues;
};

static void remove_from_host(enum ipc_kind kind, int id)
{
	switch (kind) {
	case IPC_SHM:
		(void)shmctl(id, IPC_RMID, NULL);
		break;
	case IPC_SEM:
		(void)semctl(id, 0, IPC_RMID);
		break;
	case IPC_MSG:
		(void)msgctl(id, IPC_RMID, NULL);
		break;
	}
}

static void unlink_on_host(const char *host_name)
{
	char path[PRIVATE_NAME_MAX + 2];

	(void)snprintf(path, sizeof(path), "/%s", host_name);
	(void)mq_unlink(path);
}

/* What lingers goes with its last process, and by then the id may be another's. */
static int ipc_clean_up(struct ipc *ipc)
{
	struct ipc_object *object, *next;
	struct ipc_queue *queue, *next_queue;

	for (unsigned int kind = 0; kind < IPC_KIND_COUNT; kind++) {
		HASH_ITER (hh, ipc->objects[kind], object, next) {
			if (!object->lingers)
				remove_from_host((enum ipc_kind)kind, object->id);
		}
		HASH_CLEAR(hh, ipc->objects[kind]);
	}
	HASH_ITER (hh, ipc->queues, queue, next_queue) {
		unlink_on_host(queue->name);
	}
	HASH_CLEAR(hh, ipc->queues);
	return 0;
}

static struct ipc_queue *find_queue(const struct ipc *ipc, const char *host_name)
{
	struct ipc_queue *queue;

	HASH_FIND_STR(ipc->queues, host_name, queue);
	return queue;
}

static bool has_queue(void *data, const char *host, size_t length)
{
	char name[PRIVATE_NAME_MAX + 1];

	(void)snprintf(name, sizeof(name), "%.*s", (int)length, host);
	return find_queue(data, name) != NULL;
}

struct ipc *ipc_of(struct jail *jail)
{
	struct ipc *ipc = jail->ipc;

	if (ipc != NULL)
		return ipc;
	ipc = talloc_zero(jail, struct ipc);
	if (ipc == NULL)
		return NULL;
	if (private_names_new(ipc, has_queue, ipc, &ipc->names) < 0) {
		talloc_free(ipc);
		return NULL;
	}
	talloc_set_destructor(ipc, ipc_clean_up);
	jail->ipc = ipc;
	return ipc;
}

static struct ipc_object *find(const struct ipc *ipc, enum ipc_kind kind, int id)
{
	struct ipc_object *object;

	HASH_FIND_INT(ipc->objects[kind], &id, object);
	return object;
}

int ipc_add(struct ipc *ipc, enum ipc_kind kind, int id, key_t key)
{
	struct ipc_object *object = find(ipc, kind, id);

	/* The id of an object that is gone without our knowing. */
	if (object != NULL) {
		object->key = key;
		object->lingers = false;
		return 0;
	}
	object = talloc_zero(ipc, struct ipc_object);
	if (object == NULL)
		return -ENOMEM;
	object->id = id;
	object->key = key;
	HASH_ADD_INT(ipc->objects[kind], id, object);
	return 0;
}

/*
 * KERNEL: ipc/util.c: an id is used again, after four million others (before 5.1, 65,536). Of a
 * segment that lingers nobody tells when it is gone.
 */
static bool is_still_there(const struct ipc_object *object)
{
	struct shmid_ds status;

	return !object->lingers ||
	       (shmctl(object->id, IPC_STAT, &status) == 0 &&
		(status.shm_perm.mode & SHM_DEST) != 0 && status.shm_cpid == object->maker &&
		status.shm_ctime == object->made);
}

bool ipc_has(const struct ipc *ipc, enum ipc_kind kind, int id)
{
	const struct ipc_object *object = find(ipc, kind, id);

	return object != NULL && is_still_there(object);
}

/* KERNEL: 4.17 tells it whatever the mode. */
int ipc_id_at(enum ipc_kind kind, int index)
{
	struct shmid_ds shm;
	struct semid_ds sem;
	struct msqid_ds msg;
	int id = -1;

	switch (kind) {
	case IPC_SHM:
		id = shmctl(index, IPC_ANY_STAT_SHM, &shm);
		return id < 0 ? shmctl(index, SHM_STAT, &shm) : id;
	case IPC_SEM:
		id = semctl(index, 0, IPC_ANY_STAT_SEM, &sem);
		return id < 0 ? semctl(index, 0, SEM_STAT, &sem) : id;
	case IPC_MSG:
		id = msgctl(index, IPC_ANY_STAT_MSG, &msg);
		return id < 0 ? msgctl(index, MSG_STAT, &msg) : id;
	}
	return id;
}

struct ipc_owner *ipc_owner_of(struct ipc *ipc, enum ipc_kind kind, int id)
{
	struct ipc_object *object = find(ipc, kind, id);

	return object == NULL ? NULL : &object->owner;
}

int ipc_find_key(const struct ipc *ipc, enum ipc_kind kind, key_t key)
{
	const struct ipc_object *object;

	if (key == IPC_PRIVATE)
		return -1;
	for (object = ipc->objects[kind]; object != NULL; object = object->hh.next) {
		if (object->key == key)
			return object->id;
	}
	return -1;
}

key_t ipc_key_of(const struct ipc *ipc, enum ipc_kind kind, int id)
{
	const struct ipc_object *object = find(ipc, kind, id);

	return object == NULL ? IPC_PRIVATE : object->key;
}

/* The last process let go of them, and nobody told us. */
static void sweep_segments(struct ipc *ipc)
{
	struct ipc_object *object, *next;
	struct shmid_ds status;

	ipc->lingering = 0;
	HASH_ITER (hh, ipc->objects[IPC_SHM], object, next) {
		if (shmctl(object->id, IPC_STAT, &status) == 0 ? is_still_there(object)
							       : errno == EACCES)
			continue;
		HASH_DEL(ipc->objects[IPC_SHM], object);
		talloc_free(object);
	}
}

void ipc_remove(struct ipc *ipc, enum ipc_kind kind, int id, bool lingers)
{
	struct ipc_object *object = find(ipc, kind, id);

	if (object == NULL)
		return;
	object->key = IPC_PRIVATE;
	if (lingers) {
		struct shmid_ds status = { 0 };

		(void)shmctl(id, IPC_STAT, &status);
		object->lingers = true;
		object->maker = status.shm_cpid;
		object->made = status.shm_ctime;
		if (++ipc->lingering == SWEEP_EVERY)
			sweep_segments(ipc);
		return;
	}
	HASH_DEL(ipc->objects[kind], object);
	talloc_free(object);
}

struct private_names *ipc_queue_names(struct ipc *ipc)
{
	return ipc->names;
}

int ipc_add_queue(struct ipc *ipc, const char *host_name)
{
	struct ipc_queue *queue = find_queue(ipc, host_name);

	if (queue != NULL)
		return 0;
	queue = talloc_zero(ipc, struct ipc_queue);
	if (queue == NULL)
		return -ENOMEM;
	(void)snprintf(queue->name, sizeof(queue->name), "%s", host_name);
	HASH_ADD_STR(ipc->queues, name, queue);
	return 0;
}

void ipc_remove_queue(struct ipc *ipc, const char *host_name)
{
	struct ipc_queue *queue = find_queue(ipc, host_name);

	if (queue == NULL)
		return;
	HASH_DEL(ipc->queues, queue);
	talloc_free(queue);
}
