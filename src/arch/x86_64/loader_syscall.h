/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64: what the freestanding loader (gate/loader.h) needs of the machine. No libc, no
 * errno: a result in -4095..-1 is an error.
 */
#ifndef PTJAIL_ARCH_LOADER_SYSCALL_H
#define PTJAIL_ARCH_LOADER_SYSCALL_H

static inline long loader_syscall(long number, unsigned long a, unsigned long b, unsigned long c,
				  unsigned long d, unsigned long e, unsigned long f)
{
	register unsigned long r10 __asm__("r10") = d;
	register unsigned long r8 __asm__("r8") = e;
	register unsigned long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

/* Dies of a SIGSEGV that can be neither blocked nor ignored: HLT is privileged. */
static inline void loader_fault(void)
{
	__asm__ volatile("hlt");
}

/*
 * The end of the address space that the kernel lays a process out in.
 * KERNEL: DEFAULT_MAP_WINDOW, 47 bits less one page, also with five-level tables.
 */
static inline unsigned long loader_space_end(unsigned long sp)
{
	(void)sp;
	return 0x7ffffffff000UL;
}

/* Text whose indirect branches are guarded: the kernel does not do that for programs. */
#define LOADER_GUARD_PROT     0UL
#define LOADER_GUARD_PROPERTY 0U
#define LOADER_GUARD_BIT      0U

#endif
