/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What members have made of System V IPC and POSIX message queues. The host's own objects
 * are shared by everything of this user (SECURITY.md E48); the jail's are found by keys and
 * names of its own, and removed when it ends.
 */
#ifndef PTJAIL_SYSCALL_IPC_H
#define PTJAIL_SYSCALL_IPC_H

#include <stdbool.h>
#include <sys/types.h>

#include "syscall/jail.h"
#include "syscall/private_names.h"
#include "util/compiler.h"

enum ipc_kind {
	IPC_SHM,
	IPC_SEM,
	IPC_MSG,
};
#define IPC_KIND_COUNT 3

/* SHM_STAT_ANY and its like: newer than the C library's, or hidden there. */
#define IPC_ANY_STAT_SHM 15
#define IPC_ANY_STAT_SEM 20
#define IPC_ANY_STAT_MSG 13

struct ipc;

/* Of an object under -0, where the host's owner is ptjail's user and its mode always has 0600. */
struct ipc_owner {
	uid_t uid, cuid;
	gid_t gid, cgid;
	unsigned int mode; /* 0777 of it */
};

/* The jail's, made at first use; NULL: no memory. Freeing it removes what is left. */
struct ipc *ipc_of(struct jail *jail);

/* `key` is the guest's; IPC_PRIVATE for an object without one. -ENOMEM. */
int ipc_add(struct ipc *ipc, enum ipc_kind kind, int id, key_t key) MUST_CHECK;

/* False: no object of this jail. */
bool ipc_has(const struct ipc *ipc, enum ipc_kind kind, int id);

/* What the kernel's table has at `index`, whoever made it; -1: nothing. */
int ipc_id_at(enum ipc_kind kind, int index);

/* Its faked owner, to be filled by whoever made it. NULL: no object of this jail. */
struct ipc_owner *ipc_owner_of(struct ipc *ipc, enum ipc_kind kind, int id);

/* The object of that key, or -1. */
int ipc_find_key(const struct ipc *ipc, enum ipc_kind kind, key_t key);

/* The guest's key of an object of this jail. */
key_t ipc_key_of(const struct ipc *ipc, enum ipc_kind kind, int id);

/*
 * The object was removed. `lingers`: shared memory that is attached somewhere keeps its id,
 * and loses its key.
 */
void ipc_remove(struct ipc *ipc, enum ipc_kind kind, int id, bool lingers);

/* Message queues: the name space, and names to be unlinked when the jail ends. */
struct private_names *ipc_queue_names(struct ipc *ipc);
int ipc_add_queue(struct ipc *ipc, const char *host_name) MUST_CHECK;
void ipc_remove_queue(struct ipc *ipc, const char *host_name);

#endif
