/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: stubs, and the few instructions whose places the tracer knows (gate/inside.h).
 * `svc` leaves every register but x0 alone, the flags too: all that is used here is kept in the
 * frame, and a stub goes back by a jump of its own, which the tracer writes into the tracee's
 * copy of it. No vector register is touched.
 *
 * x19 is the frame register (-ffixed-x19): struct gate_frame lies where it points.
 */
#define FALLBACK	-5000		/* GATE_CALL_IT */
#define FRAME_FD	0		/* struct gate_frame */
#define FRAME_DONE	4
#define FRAME_RESULT	8
#define FRAME_NUMBER	16
#define FRAME_ARGS	24
#define FRAME_REGISTER	72		/* and the index */
#define FRAME_REST	88		/* x6 x7 x9-x15 x18 x29 x30 flags - - x16 x17 */
#define FRAME_SIZE	224
#define STUB_SIZE	32		/* gate/inside.h */
#define STUB_COUNT	192
#define CODE_START	0x1000		/* GATE_INSIDE_OFFSET */
#define STACK_NEED	1024		/* of stack, in all: gate/stack.awk sums up */
#define STACK_ENTRY	208		/* FRAME_SIZE - 16: before inside_serve is called */
#define STACK_CALL	0		/* the most that a function here takes */

	.section .head, "ax", %progbits
	.globl	inside_head
	.hidden	inside_head
inside_head:
	.word	CODE_START + inside_stubs - inside_head
	.word	CODE_START + inside_text_start - inside_head
	.word	CODE_START + inside_text_end - inside_head
	.word	CODE_START + inside_opened - inside_head
	.word	CODE_START + inside_held - inside_head
	.word	CODE_START + inside_made - inside_head
	.word	CODE_START + inside_kept - inside_head
	.word	CODE_START + probe - inside_head
	.word	CODE_START + inside_closed - inside_head
	.word	CODE_START + inside_forgotten - inside_head
	.globl	inside_config
	.hidden	inside_config
inside_config:
	.quad	0
	.globl	inside_private
	.hidden	inside_private
inside_private:
	.quad	0

	.section .stubs, "ax", %progbits
/*
 * Stub i: into the code; the call as it is (ARCH_STUB_CALL), where a restart comes back to; and
 * back to the program (ARCH_STUB_BACK). x16 and x17 lie on the stack but for the last two.
 */
	.globl	inside_stubs_apart
inside_stubs_apart:
inside_stubs:
	.set	i, 0
	.rept	STUB_COUNT
	stp	x16, x17, [sp, #-16]!
	mov	x16, #i
	b	enter
	ldp	x16, x17, [sp], #16	/* at 12: make the call */
	svc	#0
	b	. + 8
	ldp	x16, x17, [sp], #16	/* at 24: it is done */
	brk	#0			/* b back */
	.set	i, i + 1
	.endr

	.section .entry, "ax", %progbits
/* First a look whether there is as much of a stack as all this takes: a fault is the tracer's. */
enter:
	sub	x17, sp, #STACK_NEED
probe:
	ldrb	wzr, [x17]
	sub	sp, sp, #FRAME_SIZE - 16
	stp	x0, x1, [sp, #FRAME_ARGS]
	stp	x2, x3, [sp, #FRAME_ARGS + 16]
	stp	x4, x5, [sp, #FRAME_ARGS + 32]
	stp	x19, x16, [sp, #FRAME_REGISTER]
	stp	x6, x7, [sp, #FRAME_REST]
	stp	x9, x10, [sp, #FRAME_REST + 16]
	stp	x11, x12, [sp, #FRAME_REST + 32]
	stp	x13, x14, [sp, #FRAME_REST + 48]
	stp	x15, x18, [sp, #FRAME_REST + 64]
	stp	x29, x30, [sp, #FRAME_REST + 80]
	mrs	x16, nzcv
	str	x16, [sp, #FRAME_REST + 96]
	mov	w16, #-1		/* fd -1, done 0 */
	str	x16, [sp, #FRAME_FD]
	stp	xzr, x8, [sp, #FRAME_RESULT]
	mov	x19, sp
	mov	x0, sp
	bl	inside_serve
	mov	x17, #FALLBACK
	cmp	x0, x17
	ldr	x16, [sp, #FRAME_REGISTER + 8]
	adrp	x17, inside_stubs	/* they begin a page */
	add	x16, x17, x16, lsl #5
	add	x17, x16, #24
	add	x16, x16, #12
	ldp	x1, x2, [sp, #FRAME_ARGS]
	b.eq	1f
	mov	x16, x17
	mov	x1, x0
1:	mov	x0, x1
	ldr	x17, [sp, #FRAME_REST + 96]
	msr	nzcv, x17
	mov	x1, x2
	ldp	x2, x3, [sp, #FRAME_ARGS + 16]
	ldp	x4, x5, [sp, #FRAME_ARGS + 32]
	ldr	x8, [sp, #FRAME_NUMBER]
	ldr	x19, [sp, #FRAME_REGISTER]
	ldp	x6, x7, [sp, #FRAME_REST]
	ldp	x9, x10, [sp, #FRAME_REST + 16]
	ldp	x11, x12, [sp, #FRAME_REST + 32]
	ldp	x13, x14, [sp, #FRAME_REST + 48]
	ldp	x15, x18, [sp, #FRAME_REST + 64]
	ldp	x29, x30, [sp, #FRAME_REST + 80]
	add	sp, sp, #FRAME_SIZE - 16
	br	x16

	.text
/* long inside_call(number, a, b, c, d, e): any call, its result. */
	.globl	inside_call
	.hidden	inside_call
inside_call:
	mov	x8, x0
	mov	x0, x1
	mov	x1, x2
	mov	x2, x3
	mov	x3, x4
	mov	x4, x5
	svc	#0
	ret

/* long inside_hold(fd, path, how): openat2 for a transient descriptor, kept in the frame. */
	.globl	inside_hold
	.hidden	inside_hold
inside_hold:
	mov	x3, #24
	mov	x8, #437
	svc	#0
inside_opened:
	tbnz	x0, #63, inside_held
	str	w0, [x19, #FRAME_FD]
inside_held:
	ret

/* void inside_drop(fd): close of the transient descriptor, which the frame then forgets. */
	.globl	inside_drop
	.hidden	inside_drop
inside_drop:
	mov	x8, #57
	svc	#0
inside_closed:
	mov	w0, #-1
	str	w0, [x19, #FRAME_FD]
inside_forgotten:
	ret

/* long inside_make(fd, path, how): openat2 for the guest: its result is the call's. */
	.globl	inside_make
	.hidden	inside_make
inside_make:
	mov	x3, #24
	mov	x8, #437
	b	1f

/* long inside_once(number, a, b, c, d, e): a call that may not be made twice, in the same way. */
	.globl	inside_once
	.hidden	inside_once
inside_once:
	mov	x8, x0
	mov	x0, x1
	mov	x1, x2
	mov	x2, x3
	mov	x3, x4
	mov	x4, x5
1:	svc	#0
inside_made:
	str	x0, [x19, #FRAME_RESULT]
	tbnz	x0, #63, inside_kept
	mov	w1, #1
	str	w1, [x19, #FRAME_DONE]
inside_kept:
	ret

	.section .note.GNU-stack, "", %progbits
