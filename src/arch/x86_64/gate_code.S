/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64: what the tracer writes at GATE_CODE_OFFSET. Position independent, at most
 * 64 KiB, never written again. The ramp must be its first instruction: the loader jumps to the
 * offset. Whoever else jumps here gains nothing: he unmaps his own memory.
 */
	.section .rodata
	.globl	gate_code_start
	.globl	gate_code_end
	.globl	gate_tail_again
	.globl	gate_tail
	.globl	gate_tail_end
	.globl	gate_call
	.hidden	gate_call
	.hidden	gate_tail_again
	.hidden	gate_tail
	.hidden	gate_tail_end
	.hidden	gate_code_start
	.hidden	gate_code_end
	.balign	16
/*
 * The ramp: removes the loader (rdi start, rsi size; 0: it stays, and the call fails, which tells
 * the tracer of a guest's tracer that it is done), then enters the program (rcx entry, rsp at argc)
 * as the kernel would: all general registers 0 (rdx too: a function for atexit() otherwise), flags
 * clear. The entry travels below the stack pointer, in the red
 * zone of nobody, since no register may hold it.
 */
gate_code_start:
	movq	%rcx, -16(%rsp)
	movl	$11, %eax		/* munmap */
	syscall
	testq	%rsi, %rsi
	jz	0f
	testq	%rax, %rax
	jnz	1f
0:	xorl	%eax, %eax
	xorl	%ebx, %ebx
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	xorl	%r12d, %r12d
	xorl	%r13d, %r13d
	xorl	%r14d, %r14d
	xorl	%r15d, %r15d
	cmpb	$0, 2f(%rip)		/* 1 - 0: clears every flag */
	jmp	*-16(%rsp)
1:	hlt
2:	.byte	1

/*
 * The tail: where a rewritten open returns to. Its slot, whose address is still in rdx
 * (struct gate_slot begins with the open_how), holds the guest's own registers: they are
 * put back without a stop. rcx and r11 are what `syscall` leaves at the guest's own ip.
 * The instruction before it is what the kernel steps back to when it restarts the call.
 */
	.balign	16
gate_tail_again:
	syscall
gate_tail:
	movq	32(%rdx), %rdi		/* struct gate_saved */
	movq	40(%rdx), %rsi
	movq	56(%rdx), %r10
	movq	64(%rdx), %rcx
	movq	48(%rdx), %rdx
	jmp	*%rcx
gate_tail_end:

/* Where a stopped thread makes a call of the tracer's (remote.h): never goes on from here. */
gate_call:
	syscall
	ud2
gate_code_end:

	.section .note.GNU-stack, "", @progbits
