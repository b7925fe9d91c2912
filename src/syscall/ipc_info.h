/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * IPC_INFO, SHM_INFO and their like: the kernel's limits, and what there is of System V objects.
 * The kernel counts those of the whole host; a member is told of the jail's.
 */
#ifndef PTJAIL_SYSCALL_IPC_INFO_H
#define PTJAIL_SYSCALL_IPC_INFO_H

#include "syscall/call.h"
#include "syscall/ipc.h"

bool ipc_info_is_asked(enum ipc_kind kind, int command);

/* Of such a command. The result is the highest index that the jail's objects have (SHM_STAT). */
struct outcome ipc_info_tell(struct call *call, const struct ipc *ipc, enum ipc_kind kind,
			     int command);

#endif
