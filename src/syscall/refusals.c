/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See refusals.h. Must never let a call go on that the filter would have refused. */
#include "syscall/refusals.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>

#include "policy/policy_audit.h"
#include "syscall/jail.h"

static bool is_told(uint32_t action)
{
	if ((action & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO)
		return false;
	switch (action & SECCOMP_RET_DATA) {
	case EPERM:
	case EACCES:
	case ENOSYS:
	case EAFNOSUPPORT:
	case EPROTONOSUPPORT:
		return true;
	default:
		return false;
	}
}

int refusals_prepare(struct jail *jail, const struct bpf_program *program,
		     struct bpf_program **ret_program)
{
	struct bpf_program *telling = talloc_zero(jail, struct bpf_program);

	if (telling != NULL)
		telling->insns = talloc_memdup(telling, program->insns,
					       program->count * sizeof(program->insns[0]));
	if (telling == NULL || telling->insns == NULL)
		return -ENOMEM;
	telling->count = program->count;
	for (size_t i = 0; i < telling->count; i++) {
		struct sock_filter *insn = &telling->insns[i];

		if (insn->code == (BPF_RET | BPF_K) && is_told(insn->k))
			insn->k = SECCOMP_RET_TRACE;
	}
	*ret_program = telling;
	return 0;
}

uint32_t refusals_ask(const struct call *call)
{
	const struct regs *regs = &call->tracee->original;
	struct seccomp_data data = {
		.nr = (int)regs_sysno(regs),
		.arch = ARCH_AUDIT,
		.instruction_pointer = regs_ip(regs),
	};

	for (unsigned int i = 0; i < 6; i++)
		data.args[i] = regs_arg(regs, i);
	return bpf_eval(call->jail->judging, &data);
}

static void tell(const struct call *call, int error)
{
	const char *name = call->row == NULL ? "?" : call->row->name;
	bool domain = error == EAFNOSUPPORT;
	char *line;

	/* Of other errors answer() knows that they are refusals (jail.c). */
	if (error != EPERM && error != EACCES)
		call->jail->refused++;
	if (call->jail->audit == NULL)
		return;
	line = domain ? policy_audit_domain(call->pool, call_uint(call, 0), call->tracee->tgid,
					    name)
		      : policy_audit_call(call->pool, call->tracee->tgid, name, error);
	if (line != NULL)
		(void)fprintf(call->jail->audit, "%s\n", line);
}

int refusal_by_filter(const struct call *call)
{
	uint32_t action;
	int error;

	if (!call->jail->refusals_told)
		return 0;
	action = refusals_ask(call);
	if ((action & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO)
		return 0;
	error = (int)(action & SECCOMP_RET_DATA);
	tell(call, error);
	return error;
}
