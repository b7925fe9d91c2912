/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64 registers. The system call in progress is orig_rax; the result appears in rax;
 * `syscall` clobbers rcx and r11.
 */
#include "arch/regs.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

int regs_fetch(pid_t tid, struct regs *ret_regs)
{
	ret_regs->partial = false;
	ret_regs->skipped = false;
	return ptrace(PTRACE_GETREGS, tid, NULL, &ret_regs->user) < 0 ? -errno : 0;
}

/* KERNEL: 5.3; half as dear as all registers. */
int regs_fetch_call(pid_t tid, struct regs *ret_regs)
{
	struct __ptrace_syscall_info info;
	long size = ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info);

	if (size < (long)(offsetof(struct __ptrace_syscall_info, seccomp.args) +
			  sizeof(info.seccomp.args)) ||
	    info.op != PTRACE_SYSCALL_INFO_SECCOMP)
		return regs_fetch(tid, ret_regs);
	*ret_regs = (struct regs){
		.user = {
			.orig_rax = info.seccomp.nr,
			.rax = (unsigned long long)-ENOSYS,
			.rdi = info.seccomp.args[0],
			.rsi = info.seccomp.args[1],
			.rdx = info.seccomp.args[2],
			.r10 = info.seccomp.args[3],
			.r8 = info.seccomp.args[4],
			.r9 = info.seccomp.args[5],
			.rip = info.instruction_pointer,
			.rsp = info.stack_pointer,
		},
		.partial = true,
	};
	return 0;
}

int regs_complete(pid_t tid, struct regs *regs)
{
	struct regs all;
	int status;

	if (!regs->partial)
		return 0;
	status = regs_fetch(tid, &all);
	if (status < 0)
		return status;
	all.user.orig_rax = regs->user.orig_rax;
	all.user.rax = regs->user.rax;
	all.user.rip = regs->user.rip;
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(&all, i, regs_arg(regs, i));
	*regs = all;
	return 0;
}

/* KERNEL: at a seccomp stop rax holds -ENOSYS; number -1 leaves there what is written now. */
static int store_answer(pid_t tid, const struct regs *regs)
{
	const struct user_regs_struct *user = &regs->user;

	if (ptrace(PTRACE_POKEUSER, tid, offsetof(struct user, regs.orig_rax), user->orig_rax) <
		    0 ||
	    ptrace(PTRACE_POKEUSER, tid, offsetof(struct user, regs.rax), user->rax) < 0)
		return -errno;
	return 0;
}

/*
 * KERNEL: putreg() takes registers in their order, and refuses (EIO) what instructions may have
 * put into those from fs_base on: selectors of no segment (1, 2), bases in the kernel's half. They
 * are never changed here. True: what comes before is as it was to be.
 */
static bool is_stored(pid_t tid, const struct regs *regs)
{
	struct regs now;

	return regs_fetch(tid, &now) == 0 &&
	       memcmp(&now.user, &regs->user, offsetof(struct user_regs_struct, fs_base)) == 0;
}

int regs_store(pid_t tid, const struct regs *regs)
{
	struct regs all = *regs;
	int status;

	if (regs->partial && regs->skipped)
		return store_answer(tid, regs);
	status = regs_complete(tid, &all);
	if (status < 0)
		return status;
	if (ptrace(PTRACE_SETREGS, tid, NULL, &all.user) == 0)
		return 0;
	status = -errno;
	return status == -EIO && is_stored(tid, &all) ? 0 : status;
}

/* KERNEL: do_syscall_64(): the number is an int; the register keeps all that was put there. */
long regs_sysno(const struct regs *regs)
{
	return (int)regs->user.orig_rax;
}

void regs_set_sysno(struct regs *regs, long sysno)
{
	regs->user.orig_rax = (unsigned long long)sysno;
	regs->skipped = false;
}

static unsigned long long *argument(struct regs *regs, unsigned int index)
{
	unsigned long long *const arguments[] = {
		&regs->user.rdi, &regs->user.rsi, &regs->user.rdx,
		&regs->user.r10, &regs->user.r8,  &regs->user.r9,
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
	regs->skipped = false;
}

long regs_result(const struct regs *regs)
{
	return (long)regs->user.rax;
}

void regs_set_result(struct regs *regs, long result)
{
	regs->user.rax = (unsigned long long)result;
	regs->skipped = false;
}

void regs_skip(struct regs *regs, long result)
{
	regs->user.orig_rax = (unsigned long long)-1LL;
	regs->user.rax = (unsigned long long)result;
	regs->skipped = true;
}

void regs_redirect(struct regs *regs, const struct regs *original, uint64_t instruction)
{
	*regs = *original;
	regs_skip(regs, regs_sysno(original));
	regs_set_ip(regs, instruction);
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
	regs->skipped = false;
}

void regs_finish_birth(struct regs *regs, const struct regs *original)
{
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(regs, i, regs_arg(original, i));
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
	struct __ptrace_syscall_info info = { 0 }; /* for valgrind, which does not know the call */
	long size = ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info);

	return size >= (long)(offsetof(struct __ptrace_syscall_info, arch) + sizeof(info.arch)) &&
	       info.arch == ARCH_AUDIT;
}

/* KERNEL: LAM is a matter of address spaces, and process_vm_readv() knows that of the other. */
bool regs_take_address(pid_t tid, uint64_t *address)
{
	(void)tid;
	(void)address;
	return true;
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
	regs->skipped = false;
}

void regs_set_loader_words(struct regs *regs, const uint64_t words[3])
{
	regs->user.rdi = words[0];
	regs->user.rsi = words[1];
	regs->user.rdx = words[2];
	regs->skipped = false;
}

#define FLAGS_AT_START 0x202U /* interrupts are on, and the bit that always is */

void regs_leave_ramp(struct regs *regs, uint64_t *ret_entry_at)
{
	const struct user_regs_struct old = regs->user;

	*ret_entry_at = old.rsp - 16;
	regs->user = (struct user_regs_struct){
		.rsp = old.rsp,
		.rip = old.rip,
		.eflags = FLAGS_AT_START,
		.cs = old.cs,
		.ss = old.ss,
		.ds = old.ds,
		.es = old.es,
		.fs = old.fs,
		.gs = old.gs,
		.fs_base = old.fs_base,
		.gs_base = old.gs_base,
	};
	regs->skipped = false;
}

size_t regs_old_request(long request, bool *ret_writes)
{
	*ret_writes = request == PTRACE_SETREGS || request == PTRACE_SETFPREGS;
	switch (request) {
	case PTRACE_GETREGS:
	case PTRACE_SETREGS:
		return sizeof(struct user_regs_struct);
	case PTRACE_GETFPREGS:
	case PTRACE_SETFPREGS:
		return sizeof(struct user_fpregs_struct);
	default:
		return 0;
	}
}
