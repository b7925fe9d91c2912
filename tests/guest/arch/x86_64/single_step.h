/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* SIGTRAP after every instruction of this thread, until it is told otherwise. */
#ifndef PTJAIL_GUEST_SINGLE_STEP_H
#define PTJAIL_GUEST_SINGLE_STEP_H

#define SINGLE_STEPS 1

static inline void single_step(int on)
{
	unsigned long flags;

	__asm__ volatile("subq $128, %%rsp; pushfq; popq %0; addq $128, %%rsp" : "=r"(flags));
	flags = on ? flags | 0x100 : flags & ~0x100UL;
	__asm__ volatile("subq $128, %%rsp; pushq %0; popfq; addq $128, %%rsp"
			 :
			 : "r"(flags)
			 : "cc");
}

#endif
