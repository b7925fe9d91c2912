/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: the registers of a tracee, by their part in a system call. */
#ifndef PTJAIL_TESTS_GUEST_TRACEE_REGISTERS_H
#define PTJAIL_TESTS_GUEST_TRACEE_REGISTERS_H

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

#define TRAP_BYTES "\x00\x00\x20\xd4"
#define TRAP_SIZE 4

static inline struct user_regs_struct tracee_get(pid_t pid)
{
	struct user_regs_struct regs = { 0 };
	struct iovec iov = { &regs, sizeof(regs) };

	ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &iov);
	return regs;
}

static inline void tracee_set(pid_t pid, struct user_regs_struct *regs)
{
	struct iovec iov = { regs, sizeof(*regs) };

	ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &iov);
}

#define TRACEE_IP pc
#define TRACEE_SP sp
#define TRACEE_ARGUMENT0 regs[0]
#define TRACEE_RESULT regs[0]

#define CALL_BYTES "\x01\x00\x00\xd4"
#define CALL_BYTES_SIZE 4

/* At an entry stop. */
static inline void tracee_set_number(pid_t pid, long number)
{
	int word = (int)number;
	struct iovec iov = { &word, sizeof(word) };

	ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &iov);
}

/* A trap's address is that of its instruction here. */
#define TRAP_BACK 0

#endif
