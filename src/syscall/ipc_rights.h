/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Who may use System V objects, and whose they are, where ids are faked (-0, -i). All members
 * are one user to the host, which keeps nothing from any of them; without faked ids nothing here
 * refuses or changes anything.
 */
#ifndef PTJAIL_SYSCALL_IPC_RIGHTS_H
#define PTJAIL_SYSCALL_IPC_RIGHTS_H

#include <sys/ipc.h>

#include "syscall/call.h"
#include "syscall/ipc.h"

/* The object is the caller's; `flags` as given to shmget. */
void ipc_rights_made(struct call *call, enum ipc_kind kind, int id, int flags);

/* As the kernel's ipcperms(): `wanted` are permission bits, of all three classes. -EACCES. */
int ipc_rights_use(struct call *call, enum ipc_kind kind, int id, unsigned int wanted) MUST_CHECK;

/* IPC_SET, IPC_RMID: owner, creator or CAP_SYS_ADMIN; SHM_LOCK: CAP_IPC_LOCK. -EPERM. */
int ipc_rights_change(struct call *call, enum ipc_kind kind, int id, unsigned int cap) MUST_CHECK;

/* semop, semtimedop on an object of the jail's. */
struct outcome ipc_rights_semop(struct call *call, int id) MUST_CHECK;

/* Lays the faked owner over what the kernel says of an object. */
void ipc_rights_show(const struct call *call, const struct ipc_owner *owner, struct ipc_perm *perm);

/* IPC_SET; the caller may do it. */
struct outcome ipc_rights_set(struct call *call, enum ipc_kind kind, int id) MUST_CHECK;

#endif
