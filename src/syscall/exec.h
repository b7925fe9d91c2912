/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the jail does at PTRACE_EVENT_EXEC: the loader is in place, its plan is in the slot
 * of the call that was under way. The handlers on_execve and on_execveat are in exec.c.
 */
#ifndef PTJAIL_SYSCALL_EXEC_H
#define PTJAIL_SYSCALL_EXEC_H

#include <stdbool.h>
#include <sys/stat.h>

#include "syscall/jail.h"

/*
 * Hands the loader its three words (regs_set_loader_words on tracee->regs), makes the
 * plan's program the process's own (exe, exe_guest) and marks it as loading. The slot
 * stays taken until the thread's next judged call. False: no plan is under way, which
 * no exec may survive.
 */
bool exec_committed(struct member *member);

/*
 * Whether some member runs this file: opening it for writing, or truncating it by name,
 * is ETXTBSY then. KERNEL: i_writecount of a running program is negative; here it is only
 * mapped, so the jail has to remember.
 */
bool exec_is_running(const struct jail *jail, const struct stat *info);

/* Drops the plan of an exec that failed or whose thread died. */
void exec_forget(struct member *member);

#endif
