/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: what struct regs holds and the constants of this architecture. */
#ifndef PTJAIL_ARCH_NATIVE_H
#define PTJAIL_ARCH_NATIVE_H

#include <linux/audit.h>
#include <stdint.h>
#include <sys/user.h>

struct regs {
	struct user_regs_struct user;
	/* KERNEL: NT_ARM_SYSTEM_CALL; writing x8 changes nothing during a call. */
	int sysno;
};

#define ARCH_NAME "aarch64"
#define ARCH_TABLE TABLE_AARCH64 /* enum table_arch */
#define ARCH_AUDIT AUDIT_ARCH_AARCH64
#define ARCH_ELF_MACHINE 183 /* EM_AARCH64 */
#define ARCH_CALL_SIZE 4U /* of the instruction that makes a call */
/* Of clone(2)'s arguments, whose order is each architecture's own. */
#define ARCH_CLONE_TLS       3
#define ARCH_CLONE_CHILD_TID 4
#define ARCH_FOREIGN_BIT 0U
/* A call that is restarted has to stop before (regs_repair_restart()). */
#define ARCH_RESTART_NEEDS_REPAIR 1
/* Fits a 39-bit address space, below its PIE base and mmap area; 4 GiB aligned. */
#define ARCH_GATE_ADDRESSES { 0x4800000000UL, 0x3800000000UL, 0x2800000000UL }

#endif
