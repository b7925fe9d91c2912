/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the filter refuses by itself, where --audit or --report want to hear of it: such calls stop
 * then, and the same program is asked again here.
 */
#ifndef PTJAIL_SYSCALL_REFUSALS_H
#define PTJAIL_SYSCALL_REFUSALS_H

#include "syscall/call.h"
#include "tracer/bpf.h"
#include "util/compiler.h"

/*
 * *ret_program, a talloc child of the jail, is `program` but for refusals, which are to be traced;
 * not those that answer what any kernel does (EBADF, EINVAL). -ENOMEM.
 */
int refusals_prepare(struct jail *jail, const struct bpf_program *program,
		     struct bpf_program **ret_program) MUST_CHECK;

/* What jail->judging says of the call: SECCOMP_RET_*. */
uint32_t refusals_ask(const struct call *call);

/* The errno with which the filter refuses the call, and it is told; 0: it does not. */
int refusal_by_filter(const struct call *call);

#endif
