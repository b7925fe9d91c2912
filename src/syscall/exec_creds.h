/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What an exec makes of faked credentials (fakeroot/creds.h); nothing without fake root. */
#ifndef PTJAIL_SYSCALL_EXEC_CREDS_H
#define PTJAIL_SYSCALL_EXEC_CREDS_H

#include "syscall/exec_file.h"
#include "syscall/exec_state.h"

/*
 * state->creds and ->unreadable, and what the plan tells the program of them. `program` is the
 * file that is mapped in the end: set-id bits of scripts do not count; `interpreter` its ELF
 * interpreter, if it has one. -EPERM, -EINVAL: creds_exec().
 */
int exec_creds_plan(struct call *call, const struct exec_file *program,
		    const struct exec_file *interpreter, struct slot *slot,
		    struct exec_state *state) MUST_CHECK;

#endif
