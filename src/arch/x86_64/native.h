/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: what struct regs holds and the constants of this architecture. */
#ifndef PTJAIL_ARCH_NATIVE_H
#define PTJAIL_ARCH_NATIVE_H

#include <linux/audit.h>
#include <stdbool.h>
#include <sys/user.h>

struct regs {
	struct user_regs_struct user;
	bool partial; /* only what PTRACE_GET_SYSCALL_INFO tells is there */
	bool skipped; /* and nothing was changed but by regs_skip() */
};

#define ARCH_NAME "x86_64"
#define ARCH_TABLE TABLE_X86_64 /* enum table_arch */
#define ARCH_AUDIT AUDIT_ARCH_X86_64
#define ARCH_ELF_MACHINE 62 /* EM_X86_64 */
#define ARCH_CALL_SIZE 2U /* of the instruction that makes a call */
/* Of clone(2)'s arguments, whose order is each architecture's own. */
#define ARCH_CLONE_CHILD_TID 3
#define ARCH_CLONE_TLS       4
/* x32 calls carry this bit in the number (refused: SECURITY.md E36). */
#define ARCH_FOREIGN_BIT 0x40000000U
#define ARCH_RESTART_NEEDS_REPAIR 0
/*
 * Where the gate lies in every tracee: inside what ASan, TSan and MSan call application
 * memory, below the reach of mmap's randomisation, 4 GiB aligned.
 */
#define ARCH_GATE_ADDRESSES { 0x7ea000000000UL, 0x7da000000000UL, 0x6ea000000000UL }

#endif
