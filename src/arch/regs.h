/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The registers of a stopped tracee, seen through the ABI of system calls. One small
 * implementation per architecture (src/arch/ARCH/regs.c); nothing above this header
 * knows a register's name.
 *
 * All functions that take a pid act on a ptrace-stopped thread; they answer 0 or -errno,
 * -ESRCH meaning that the thread is gone (or no longer stopped).
 */
#ifndef PTJAIL_ARCH_REGS_H
#define PTJAIL_ARCH_REGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "native.h" /* struct regs, ARCH_* constants: src/arch/ARCH/native.h */
#include "util/compiler.h"

/* Reads all general registers and the number of the system call in progress. */
int regs_fetch(pid_t tid, struct regs *ret_regs) MUST_CHECK;

/*
 * At a seccomp stop, the same for a call that will most likely be answered (regs_skip): number,
 * arguments, ip and sp are there, the rest only after regs_complete(), at the same stop.
 */
int regs_fetch_call(pid_t tid, struct regs *ret_regs) MUST_CHECK;
int regs_complete(pid_t tid, struct regs *regs) MUST_CHECK;

/* Writes them back, the system-call number included; completes them first where need be. */
int regs_store(pid_t tid, const struct regs *regs) MUST_CHECK;

/* The number of the call that is being entered or left; -1 outside of a call. */
long regs_sysno(const struct regs *regs);
void regs_set_sysno(struct regs *regs, long sysno);

/* Argument 0..5, as the kernel will see it, or (entry only) change it. */
uint64_t regs_arg(const struct regs *regs, unsigned int index);
void regs_set_arg(struct regs *regs, unsigned int index, uint64_t value);

/* The result register, meaningful at an exit stop or after regs_skip(). */
long regs_result(const struct regs *regs);
void regs_set_result(struct regs *regs, long result);

/*
 * At an entry or seccomp stop: no call is made and the guest sees `result` (a value or
 * -errno). KERNEL: number -1 skips the call and switches off restart processing.
 */
void regs_skip(struct regs *regs, long result);

/*
 * The same, but the thread goes on at `instruction` with what registers it had before the call
 * instruction, the number's and the first argument's among them.
 */
void regs_redirect(struct regs *regs, const struct regs *original, uint64_t instruction);

/*
 * At an exit stop: when resumed, the tracee executes the system-call instruction at
 * `instruction`, with this number (arguments: regs_set_arg).
 */
void regs_again(struct regs *regs, long sysno, uint64_t instruction);

/*
 * At an exit stop of a rewritten or injected call: `regs` becomes what it would be had
 * the guest's own call `original` (as fetched at its entry) returned `result`. The
 * original number comes back too, so that the kernel restarts the guest's own call,
 * not the rewritten one, when `result` is one of the -ERESTART codes (SECURITY.md E7).
 */
void regs_finish(struct regs *regs, const struct regs *original, long result);

/*
 * At the first stop of a child whose parent made another call in place of its own `original`: the
 * arguments are those of `original`. The rest, result, stack and thread pointer, is the child's.
 */
void regs_finish_birth(struct regs *regs, const struct regs *original);

/*
 * At the first signal or group stop after regs_finish() with a restart code (-512..-516):
 * makes sure that a restarted call sees the guest's own first argument.
 */
int regs_repair_restart(pid_t tid, const struct regs *original) MUST_CHECK;

/* Whether the call in progress is clone(2) (vfork(2) and it report the same event). */
bool regs_sysno_is_clone(const struct regs *regs);

/*
 * At a syscall stop without seccomp: whether the call comes through this architecture's
 * own ABI (not int 0x80, x32 or aarch32). KERNEL: 5.3 PTRACE_GET_SYSCALL_INFO; where that
 * is missing, the width of the register set decides. When in doubt: false.
 */
bool regs_is_native_abi(pid_t tid);

/*
 * Whether the kernel would take this address from a call of the stopped thread's; if so, what
 * processors do not look at is taken out of it.
 */
bool regs_take_address(pid_t tid, uint64_t *address);

uint64_t regs_ip(const struct regs *regs);
uint64_t regs_sp(const struct regs *regs);
void regs_set_ip(struct regs *regs, uint64_t ip);

/* At PTRACE_EVENT_EXEC: three words for the loader's entry code (gate/gate.h). */
void regs_set_loader_words(struct regs *regs, const uint64_t words[3]);

/*
 * The size of what an old request of ptrace's copies (PTRACE_GETREGS and its like), and the way;
 * 0: this architecture has no such request.
 */
size_t regs_old_request(long request, bool *ret_writes);

/*
 * At the exit stop of the ramp's only call (gate_code.S): the registers that a program begins with.
 * *ret_entry_at: where its first address lies in memory; 0: it is in place.
 */
void regs_leave_ramp(struct regs *regs, uint64_t *ret_entry_at);

#endif
