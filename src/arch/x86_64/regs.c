/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64 registers. The system call in progress is orig_rax; the result appears in rax;
 * `syscall` clobbers rcx and r11.
 */
#include "arch/regs.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

int regs_fetch(pid_t tid, struct regs *ret_regs)
{
	return ptrace(PTRACE_GETREGS, tid, NULL, &ret_regs->user) < 0 ? -errno : 0;
}

int regs_store(pid_t tid, const struct regs *regs)
{
	return ptrace(PTRACE_SETREGS, tid, NULL, &regs->user) < 0 ? -errno : 0;
}

long regs_sysno(const struct regs *regs)
{
	return (long)regs->user.orig_rax;
}

void regs_set_sysno(struct regs *regs, long sysno)
{
	regs->user.orig_rax = (unsigned long long)sysno;
}

static unsigned long long *argument(struct regs *regs, unsigned int index)
{
	unsigned long long *const arguments[] = {
		&regs->user.rdi, &regs->user.rsi, &regs->user.rdx,
		&regs->user.r10, &regs->user.r8, &regs->user.r9,
	};

	return arguments[index];
}

uint64_t regs_arg(const struct regs *regs, unsigned int index)
{
	return *argument((struct regs *)(uintptr_t)regs, index);
}

void regs_set_arg(struct regs *regs, unsigned int index, uint64_t value)
{
	*argument(regs, index) = value;
}

long regs_result(const struct regs *regs)
{
	return (long)regs->user.rax;
}

void regs_set_result(struct regs *regs, long result)
{
	regs->user.rax = (unsigned long long)result;
}

void regs_skip(struct regs *regs, long result)
{
	regs->user.orig_rax = (unsigned long long)-1LL;
	regs->user.rax = (unsigned long long)result;
}

void regs_again(struct regs *regs, long sysno, uint64_t instruction)
{
	/* rax alone counts: the kernel sets orig_rax when the instruction is executed. */
	regs->user.rax = (unsigned long long)sysno;
	regs->user.orig_rax = (unsigned long long)-1LL;
	regs->user.rip = instruction;
}

void regs_finish(struct regs *regs, const struct regs *original, long result)
{
	*regs = *original;
	regs->user.rax = (unsigned long long)result;
}

int regs_repair_restart(pid_t tid, const struct regs *original)
{
	(void)tid;
	(void)original;
	return 0; /* regs_finish() put back everything that a restart looks at */
}

bool regs_sysno_is_clone(const struct regs *regs)
{
	return regs_sysno(regs) == __NR_clone;
}

bool regs_is_native_abi(pid_t tid)
{
	struct __ptrace_syscall_info info;
	long size = ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info);

	return size >= (long)(offsetof(struct __ptrace_syscall_info, arch) + sizeof(info.arch)) &&
	       info.arch == ARCH_AUDIT;
}

uint64_t regs_ip(const struct regs *regs)
{
	return regs->user.rip;
}

uint64_t regs_sp(const struct regs *regs)
{
	return regs->user.rsp;
}

void regs_set_ip(struct regs *regs, uint64_t ip)
{
	regs->user.rip = ip;
}

void regs_set_loader_words(struct regs *regs, const uint64_t words[3])
{
	regs->user.rdi = words[0];
	regs->user.rsi = words[1];
	regs->user.rdx = words[2];
}
