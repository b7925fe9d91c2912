/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64: the loader's first and last instructions. The guest's stack is data to the
 * loader, which moves it about; so it runs on a stack of its own.
 */
	.text
	.globl	_start
	.hidden	_start
	.type	_start, @function
/*
 * rdi, rsi, rdx: the words of gate.h, put there by the tracer; rsp: the kernel's argc.
 * The C function gets them as its first arguments and rsp as its fourth.
 */
_start:
	xorl	%ebp, %ebp
	movq	%rdi, %r12
	movq	%rsi, %r13
	movq	%rdx, %r14
	movq	%rsp, %r15
	call	loader_map_memory
	movq	%rax, %rsp
	movq	%r12, %rdi
	movq	%r13, %rsi
	movq	%r14, %rdx
	movq	%r15, %rcx
	call	loader_main
	hlt
	.size	_start, . - _start

	.globl	loader_leave
	.hidden	loader_leave
	.type	loader_leave, @function
/* loader_leave(ramp, start, size, entry, sp): the ramp's registers, see gate_code.S. */
loader_leave:
	movq	%rdi, %rax
	movq	%rsi, %rdi
	movq	%rdx, %rsi
	movq	%r8, %rsp
	jmp	*%rax
	.size	loader_leave, . - loader_leave

	.section .note.GNU-stack, "", @progbits
