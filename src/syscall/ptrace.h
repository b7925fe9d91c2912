/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ptrace(2) between members, the parts of its family: requests on what a held tracee holds. */
#ifndef PTJAIL_SYSCALL_PTRACE_H
#define PTJAIL_SYSCALL_PTRACE_H

#include "syscall/call.h"

/*
 * PEEK, POKE, GETREGS and all others that read or write `tracee`, held for the caller, and do
 * not let it go; EIO for a request that is none.
 */
struct outcome ptrace_look(struct call *call, struct tracee *tracee, long request) MUST_CHECK;

/*
 * Whether faked ids let the caller trace a member of another process, or take of its memory and
 * descriptors. KERNEL: __ptrace_may_access() with PTRACE_MODE_ATTACH_REALCREDS.
 */
bool ptrace_may_attach(const struct call *call, const struct member *member);

#endif
