/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What attacks share that trace a child: its registers by their part in a system call. */
#ifndef PTJAIL_TESTS_ESCAPE_TRACED_H
#define PTJAIL_TESTS_ESCAPE_TRACED_H

#include "escape.h"

#include <elf.h>
#include <sys/ptrace.h>
/* After the C library's. */
#include <linux/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#if defined(__x86_64__)
#define REG_NUMBER(set) (set)->orig_rax
#define REG_AGAIN(set)  (set)->rax
#define REG_IP(set)     (set)->rip
#define REG_SP(set)     (set)->rsp
#define CALL_SIZE        2
UNUSED static unsigned long long *reg_argument(struct user_regs_struct *regs, int index)
{
	unsigned long long *const all[] = { &regs->rdi, &regs->rsi, &regs->rdx,
					    &regs->r10, &regs->r8,  &regs->r9 };

	return all[index];
}
#else
#define REG_NUMBER(set) (set)->regs[8]
#define REG_AGAIN(set)  (set)->regs[8]
#define REG_IP(set)     (set)->pc
#define REG_SP(set)     (set)->sp
#define CALL_SIZE        4
UNUSED static unsigned long long *reg_argument(struct user_regs_struct *regs, int index)
{
	return &regs->regs[index];
}
#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif
#endif

UNUSED static bool get_regs(pid_t pid, struct user_regs_struct *regs)
{
	struct iovec iov = { regs, sizeof(*regs) };

	return ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &iov) == 0;
}

/* At an entry the number is set, too. */
UNUSED static bool set_regs(pid_t pid, struct user_regs_struct *regs)
{
	struct iovec iov = { regs, sizeof(*regs) };
#if !defined(__x86_64__)
	int number = (int)regs->regs[8];
	struct iovec word = { &number, sizeof(number) };

	ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &word);
#endif
	return ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &iov) == 0;
}

UNUSED static int op_of(pid_t pid)
{
	struct ptrace_syscall_info info = { 0 };

	return ptrace((enum __ptrace_request)PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof(info),
		      &info) < 0
		       ? -1
		       : info.op;
}

/* A child that runs `run` under PTRACE_SYSCALL; held at its first stop. */
UNUSED static pid_t traced_child(int (*run)(void), long options)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			broken("PTRACE_TRACEME");
		raise(SIGSTOP);
		_exit(run());
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		broken("no traced child");
	if (ptrace(PTRACE_SETOPTIONS, child, NULL, options | PTRACE_O_EXITKILL) < 0)
		broken("PTRACE_SETOPTIONS");
	return child;
}

#endif
