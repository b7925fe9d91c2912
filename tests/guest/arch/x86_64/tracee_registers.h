/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: the registers of a tracee, by their part in a system call. */
#ifndef PTJAIL_TESTS_GUEST_TRACEE_REGISTERS_H
#define PTJAIL_TESTS_GUEST_TRACEE_REGISTERS_H

#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#define TRAP_BYTES "\xcc"
#define TRAP_SIZE 1

static inline struct user_regs_struct tracee_get(pid_t pid)
{
	struct user_regs_struct regs = { 0 };

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	return regs;
}

static inline void tracee_set(pid_t pid, struct user_regs_struct *regs)
{
	ptrace(PTRACE_SETREGS, pid, NULL, regs);
}

#define TRACEE_IP rip
#define TRACEE_SP rsp
#define TRACEE_ARGUMENT0 rdi
#define TRACEE_RESULT rax

#define CALL_BYTES "\x0f\x05"
#define CALL_BYTES_SIZE 2

/* At an entry stop. */
static inline void tracee_set_number(pid_t pid, long number)
{
	struct user_regs_struct regs = tracee_get(pid);

	regs.orig_rax = (unsigned long long)number;
	tracee_set(pid, &regs);
}

/* A trap's address is behind its instruction here. */
#define TRAP_BACK 1

#endif
