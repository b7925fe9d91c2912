/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: what the freestanding loader (gate/loader.h) needs of the machine. No libc, no
 * errno: a result in -4095..-1 is an error.
 */
#ifndef PTJAIL_ARCH_LOADER_SYSCALL_H
#define PTJAIL_ARCH_LOADER_SYSCALL_H

static inline long loader_syscall(long number, unsigned long a, unsigned long b, unsigned long c,
				  unsigned long d, unsigned long e, unsigned long f)
{
	register long x8 __asm__("x8") = number;
	register unsigned long x0 __asm__("x0") = a;
	register unsigned long x1 __asm__("x1") = b;
	register unsigned long x2 __asm__("x2") = c;
	register unsigned long x3 __asm__("x3") = d;
	register unsigned long x4 __asm__("x4") = e;
	register unsigned long x5 __asm__("x5") = f;

	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory", "cc");
	return (long)x0;
}

/*
 * Dies of a SIGSEGV that can be neither blocked nor ignored: the address belongs to the
 * kernel's half.
 */
static inline void loader_fault(void)
{
	__asm__ volatile("str xzr, [%0]" : : "r"(-4096L) : "memory");
}

/*
 * Text whose indirect branches are guarded: PROT_BTI, where the notes say
 * GNU_PROPERTY_AARCH64_FEATURE_1_BTI. KERNEL: 5.8; EINVAL where the processor cannot.
 */
#define LOADER_GUARD_PROT     0x10UL
#define LOADER_GUARD_PROPERTY 0xc0000000U
#define LOADER_GUARD_BIT      1U

/*
 * The end of the address space that the kernel lays a process out in: 36 to 48 bits,
 * depending on its configuration. The stack, randomised or not, lies in its upper half.
 */
static inline unsigned long loader_space_end(unsigned long sp)
{
	return 1UL << (64 - __builtin_clzl(sp));
}

#endif
