/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: an open on another stack, with what lies below it looked at. */
#ifndef PTJAIL_TESTS_GUEST_OPEN_ON_H
#define PTJAIL_TESTS_GUEST_OPEN_ON_H

/*
 * open(path, O_RDONLY) on the stack that ends at `stack`, with a pattern in the 128 bytes below
 * it: the result, or -1000 where the pattern was touched.
 */
long open_on(const char *path, void *stack, long pattern);
__asm__(".text\n"
	"open_on:\n"
	"	movq %rsp, %r8\n"
	"	movq %rsi, %rsp\n"
	"	movq %rdx, %r9\n"
	"	movl $16, %ecx\n"
	"1:	negq %rcx\n"
	"	movq %r9, (%rsp,%rcx,8)\n"
	"	negq %rcx\n"
	"	loop 1b\n"
	"	xorl %esi, %esi\n"
	"	xorl %edx, %edx\n"
	"	movl $2, %eax\n"
	"	syscall\n"
	"	cmpq $-4095, %rax\n"
	"	movl $16, %ecx\n"
	"2:	negq %rcx\n"
	"	cmpq %r9, (%rsp,%rcx,8)\n"
	"	jne 3f\n"
	"	negq %rcx\n"
	"	loop 2b\n"
	"	jmp 4f\n"
	"3:	movq $-1000, %rax\n"
	"4:	movq %r8, %rsp\n"
	"	ret\n");

#endif
