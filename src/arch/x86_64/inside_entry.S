/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64: stubs, and the few instructions whose places the tracer knows (gate/inside.h).
 * `syscall` leaves rcx and r11 undefined to the program, so a stub may use these two; the
 * red zone is stepped over before anything is pushed; no vector register is touched.
 *
 * rbx is the frame register (-ffixed-rbx): struct gate_frame lies where it points.
 */
#define FALLBACK	-5000		/* GATE_CALL_IT */
#define FRAME_FD	0		/* struct gate_frame */
#define FRAME_DONE	4
#define FRAME_RESULT	8
#define STUB_SIZE	32		/* gate/inside.h */
#define STUB_COUNT	192
#define ENTRY_ANY	0x0fffffff	/* GATE_ENTRY_ANY */
#define CODE_START	0x1000		/* GATE_INSIDE_OFFSET */
#define STACK_NEED	1024		/* of stack, in all: gate/stack.awk sums up */
#define STACK_ENTRY	216		/* red zone and frame: before inside_serve is called */
#define STACK_CALL	8		/* the most that a function here takes */

	.section .head, "ax", @progbits
	.globl	inside_head
	.hidden	inside_head
inside_head:
	.long	CODE_START + inside_stubs - inside_head
	.long	CODE_START + inside_text_start - inside_head
	.long	CODE_START + inside_text_end - inside_head
	.long	CODE_START + inside_opened - inside_head
	.long	CODE_START + inside_held - inside_head
	.long	CODE_START + inside_made - inside_head
	.long	CODE_START + inside_kept - inside_head
	.long	CODE_START + enter - inside_head
	.long	CODE_START + inside_closed - inside_head
	.long	CODE_START + inside_forgotten - inside_head
	.globl	inside_config
	.hidden	inside_config
inside_config:
	.quad	0
	.globl	inside_private
	.hidden	inside_private
inside_private:
	.quad	0

	.section .entry, "ax", @progbits
/*
 * Stub i: into the code; the call as it is (ARCH_STUB_CALL), where a restart comes back
 * to; and back to the program (ARCH_STUB_BACK).
 */
	.balign	64
inside_stubs:
	.set	i, 0
	.rept	STUB_COUNT
	.byte	0x41, 0xbb		/* mov $i, %r11d */
	.long	i
	.byte	0xe9			/* jmp enter, with 32 bits */
	.long	enter - . - 4
	syscall
	.byte	0x41, 0xbb
	.long	i
	.byte	0xe9
	.long	leave - . - 4
	.balign	STUB_SIZE, 0xcc
	.set	i, i + 1
	.endr

/* First a look whether there is as much of a stack as all this takes: a fault is the tracer's. */
enter:
	cmpb	$0, -STACK_NEED(%rsp)
	leaq	-128(%rsp), %rsp
	pushq	%r11
	pushq	%rbx
	pushq	%r9
	pushq	%r8
	pushq	%r10
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	shlq	$4, %r11
	addq	inside_private(%rip), %r11
	movl	16 + 12(%r11), %ecx	/* entries[i].number */
	cmpl	$ENTRY_ANY, %ecx
	je	any
named:	pushq	%rcx
	pushq	$0
	pushq	$0
	movl	$-1, (%rsp)
	movq	%rsp, %rbx
	movq	%rsp, %rdi
	call	inside_serve
	addq	$16, %rsp
	popq	%rcx			/* number */
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%r10
	popq	%r8
	popq	%r9
	popq	%rbx
	popq	%r11			/* i */
	leaq	128(%rsp), %rsp
	cmpq	$FALLBACK, %rax
	je	1f
leave:
	shlq	$4, %r11
	addq	inside_private(%rip), %r11
	addq	$16, %r11		/* entries */
	movslq	8(%r11), %rcx
	cmpq	%rcx, %rax		/* as the replaced code would leave the flags */
	movq	(%r11), %rcx
	jmp	*%rcx
1:	movq	%rcx, %rax
	shlq	$5, %r11
	leaq	inside_stubs + 11(%rip), %rcx	/* ARCH_STUB_CALL */
	addq	%r11, %rcx
	jmp	*%rcx
/* The number is the guest's; r9, as pushed, is loaded from the stack as the replaced code would. */
any:	movl	$ENTRY_ANY, %ecx	/* of no call, if there is none of this number */
	testl	%eax, %eax
	cmovnsl	%eax, %ecx
	movq	64 + 128 + 8(%rsp), %r11
	movq	%r11, 40(%rsp)
	jmp	named

	.text
/* long inside_call(number, a, b, c, d, e): any call, its result. */
	.globl	inside_call
	.hidden	inside_call
inside_call:
	movl	%edi, %eax
	movq	%rsi, %rdi
	movq	%rdx, %rsi
	movq	%rcx, %rdx
	movq	%r8, %r10
	movq	%r9, %r8
	syscall
	ret

/* long inside_hold(fd, path, how): openat2 for a transient descriptor, kept in the frame. */
	.globl	inside_hold
	.hidden	inside_hold
inside_hold:
	movl	$24, %r10d
	movl	$437, %eax
	syscall
inside_opened:
	testq	%rax, %rax
	js	inside_held
	movl	%eax, FRAME_FD(%rbx)
inside_held:
	ret

/* void inside_drop(fd): close of the transient descriptor, which the frame then forgets. */
	.globl	inside_drop
	.hidden	inside_drop
inside_drop:
	movl	$3, %eax
	syscall
inside_closed:
	movl	$-1, FRAME_FD(%rbx)
inside_forgotten:
	ret

/* long inside_make(fd, path, how): openat2 for the guest: its result is the call's. */
	.globl	inside_make
	.hidden	inside_make
inside_make:
	movl	$24, %r10d
	movl	$437, %eax
	jmp	1f

/* long inside_once(number, a, b, c, d, e): a call that may not be made twice, in the same way. */
	.globl	inside_once
	.hidden	inside_once
inside_once:
	movl	%edi, %eax
	movq	%rsi, %rdi
	movq	%rdx, %rsi
	movq	%rcx, %rdx
	movq	%r8, %r10
	movq	%r9, %r8
1:	syscall
inside_made:
	movq	%rax, FRAME_RESULT(%rbx)
	testq	%rax, %rax
	js	inside_kept
	movl	$1, FRAME_DONE(%rbx)
inside_kept:
	ret

	.section .note.GNU-stack, "", @progbits
