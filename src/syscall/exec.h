/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the jail does at PTRACE_EVENT_EXEC: the loader is in place, its plan is in the slot
 * of the call that was under way. The handler on_execve is in exec.c.
 */
#ifndef PTJAIL_SYSCALL_EXEC_H
#define PTJAIL_SYSCALL_EXEC_H

#include <stdbool.h>

#include "syscall/jail.h"
#include "util/compiler.h"

/*
 * Hands the loader its three words (regs_set_loader_words on tracee->regs), makes the
 * plan's program the process's own (exe, exe_guest) and marks it as loading. The slot
 * stays taken until the thread's next judged call. False: no plan is under way, which
 * no exec may survive.
 */
bool exec_committed(struct member *member);

/*
 * Before the file of a handle is opened for writing or truncated: -ETXTBSY when some
 * member runs it. KERNEL: get_write_access(), asked after the rights: what the caller may
 * not write anyway is 0 here. A running program is only mapped by its loader, so that the
 * kernel itself does not know.
 */
int exec_may_write(const struct jail *jail, int handle) MUST_CHECK;

/* Drops the plan of an exec that failed or whose thread died. */
void exec_forget(struct member *member);

#endif
