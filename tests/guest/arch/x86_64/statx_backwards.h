/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: a statx by a call of common form, with the direction flag set. */
#ifndef PTJAIL_TESTS_GUEST_STATX_BACKWARDS_H
#define PTJAIL_TESTS_GUEST_STATX_BACKWARDS_H

/* statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, buffer): -1000 where the flag was changed. */
long statx_backwards(const char *path, void *buffer);
__asm__(".text\n"
	"statx_backwards:\n"
	"	movq %rsi, %r8\n"
	"	movq %rdi, %rsi\n"
	"	movq $-100, %rdi\n"
	"	xorl %edx, %edx\n"
	"	movl $0x7ff, %r10d\n"
	"	std\n"
	"	movl $332, %eax\n"
	"	syscall\n"
	"	cmpq $-4095, %rax\n"
	"	pushfq\n"
	"	cld\n"
	"	popq %rcx\n"
	"	testl $0x400, %ecx\n"
	"	jnz 1f\n"
	"	movq $-1000, %rax\n"
	"1:	ret\n");

#endif
