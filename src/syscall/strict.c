/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * seccomp's strict mode (strict.h). The filter comes with an exec and to children, neither of
 * which a caller in this mode can make; so the mode is this thread's until its end.
 */
#include "syscall/strict.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>

#include "syscall/guest_filter.h"
#include "syscall/inside.h"

/* include/uapi/asm-generic/siginfo.h: not in the C library */
#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

static const enum call_id allowed[] = { CALL_read, CALL_write, CALL_exit, CALL_rt_sigreturn };

int strict_signal(const struct tracee *tracee, int number)
{
	siginfo_t info;

	if (number != SIGSYS || ptrace(PTRACE_GETSIGINFO, tracee->tid, 0, &info) < 0)
		return number;
	/* Others may send one, but not say that. */
	return info.si_code == SYS_SECCOMP ? SIGKILL : number;
}

static long finish_begin(struct call *call, long result)
{
	if (result >= 0) {
		call->member->strict = true;
		inside_off(call->member);
	}
	return result;
}

struct outcome strict_begin(struct call *call)
{
	struct sock_filter code[ARRAY_SIZE(allowed) + 3];
	size_t count = 0;

	if (call->jail->engine->without_seccomp || call->member->process->inside_off)
		return outcome_fail(EINVAL);
	code[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						     offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < ARRAY_SIZE(allowed); i++)
		code[count++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)table_native_number(allowed[i]),
			(uint8_t)(ARRAY_SIZE(allowed) - i), 0);
	/* Stronger than the errnos of the jail's own filter. */
	code[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
	code[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	return guest_filter_install_own(call, code, (unsigned short)count, finish_begin);
}
