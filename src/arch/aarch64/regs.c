/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64 registers. The number of the call in progress lives in its own register set
 * (NT_ARM_SYSTEM_CALL); x0 is both first argument and result; `svc #0` is four bytes.
 *
 * KERNEL: a write to x0 at entry does not always reach orig_x0, which a restart uses
 * (changed in 6.1.191 / 6.12.114, "ptrace: Keep 'orig_x0' in-sync with x0 on syscall
 * entry"); at the signal stop that follows a restart code, pc is already back on the svc:
 * regs_repair_restart() writes the guest's own x0 there, right on either side.
 */
#include "arch/regs.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif
#ifndef NT_ARM_TAGGED_ADDR_CTRL
#define NT_ARM_TAGGED_ADDR_CTRL 0x409
#endif

#define ADDRESS_TAG UINT64_C(0xff00000000000000)

#define SYSCALL_INSN_SIZE 4

int regs_fetch(pid_t tid, struct regs *ret_regs)
{
	struct iovec user = { &ret_regs->user, sizeof(ret_regs->user) };
	struct iovec number = { &ret_regs->sysno, sizeof(ret_regs->sysno) };

	if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &user) < 0)
		return -errno;
	if (ptrace(PTRACE_GETREGSET, tid, NT_ARM_SYSTEM_CALL, &number) < 0)
		return -errno;
	return 0;
}

/* KERNEL: there is no PTRACE_POKEUSER: an answer needs the whole register set anyway. */
int regs_fetch_call(pid_t tid, struct regs *ret_regs)
{
	return regs_fetch(tid, ret_regs);
}

int regs_complete(pid_t tid, struct regs *regs)
{
	(void)tid;
	(void)regs;
	return 0;
}

int regs_store(pid_t tid, const struct regs *regs)
{
	struct regs copy = *regs;
	struct iovec user = { &copy.user, sizeof(copy.user) };
	struct iovec number = { &copy.sysno, sizeof(copy.sysno) };

	if (ptrace(PTRACE_SETREGSET, tid, NT_ARM_SYSTEM_CALL, &number) < 0)
		return -errno;
	return ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &user) < 0 ? -errno : 0;
}

long regs_sysno(const struct regs *regs)
{
	return regs->sysno;
}

void regs_set_sysno(struct regs *regs, long sysno)
{
	regs->sysno = (int)sysno;
}

uint64_t regs_arg(const struct regs *regs, unsigned int index)
{
	return regs->user.regs[index];
}

void regs_set_arg(struct regs *regs, unsigned int index, uint64_t value)
{
	regs->user.regs[index] = value;
}

long regs_result(const struct regs *regs)
{
	return (long)regs->user.regs[0];
}

void regs_set_result(struct regs *regs, long result)
{
	regs->user.regs[0] = (unsigned long long)result;
}

void regs_skip(struct regs *regs, long result)
{
	regs->sysno = -1;
	regs->user.regs[0] = (unsigned long long)result;
}

void regs_redirect(struct regs *regs, const struct regs *original, uint64_t instruction)
{
	*regs = *original;
	regs_skip(regs, (long)regs_arg(original, 0)); /* the same register */
	regs_set_ip(regs, instruction);
}

void regs_again(struct regs *regs, long sysno, uint64_t instruction)
{
	regs->user.regs[8] = (unsigned long long)sysno;
	regs->sysno = -1; /* the call that ends here is not to be restarted */
	regs->user.pc = instruction;
}

void regs_finish(struct regs *regs, const struct regs *original, long result)
{
	*regs = *original;
	regs->user.regs[0] = (unsigned long long)result;
}

void regs_finish_birth(struct regs *regs, const struct regs *original)
{
	/* The first is the result's register. */
	for (unsigned int i = 1; i < 6; i++)
		regs->user.regs[i] = original->user.regs[i];
}

int regs_repair_restart(pid_t tid, const struct regs *original)
{
	struct regs regs;
	int status = regs_fetch(tid, &regs);

	if (status < 0)
		return status;
	/* Only if the kernel did step back onto the svc: else the call is simply over. */
	if (regs.user.pc != original->user.pc - SYSCALL_INSN_SIZE)
		return 0;
	regs.user.regs[0] = original->user.regs[0];
	return regs_store(tid, &regs);
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

/*
 * KERNEL: process_vm_readv() takes tags from anybody, calls from those threads only that asked
 * for it (5.4 PR_SET_TAGGED_ADDR_CTRL; 5.12 for a tracer to see).
 */
bool regs_take_address(pid_t tid, uint64_t *address)
{
	unsigned long control = 0;
	struct iovec set = { &control, sizeof(control) };

	if ((*address & ADDRESS_TAG) == 0)
		return true;
	if (ptrace(PTRACE_GETREGSET, tid, NT_ARM_TAGGED_ADDR_CTRL, &set) == 0 &&
	    (control & PR_TAGGED_ADDR_ENABLE) == 0)
		return false;
	*address &= ~ADDRESS_TAG;
	return true;
}

uint64_t regs_ip(const struct regs *regs)
{
	return regs->user.pc;
}

uint64_t regs_sp(const struct regs *regs)
{
	return regs->user.sp;
}

void regs_set_ip(struct regs *regs, uint64_t ip)
{
	regs->user.pc = ip;
}

void regs_set_loader_words(struct regs *regs, const uint64_t words[3])
{
	regs->user.regs[1] = words[0];
	regs->user.regs[2] = words[1];
	regs->user.regs[3] = words[2];
}

void regs_leave_ramp(struct regs *regs, uint64_t *ret_entry_at)
{
	uint64_t entry = regs->user.regs[16];

	*ret_entry_at = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(regs->user.regs); i++)
		regs->user.regs[i] = 0;
	regs->user.regs[16] = entry;
	regs->user.pc = entry;
	regs->user.pstate &= 0x0fffffffU; /* the flags */
}

size_t regs_old_request(long request, bool *ret_writes)
{
	(void)request;
	*ret_writes = false;
	return 0;
}
