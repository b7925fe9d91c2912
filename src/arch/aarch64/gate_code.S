/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: what the tracer writes at GATE_CODE_OFFSET. Position independent, at most
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
 * The ramp: removes the loader (x0 start, x1 size; 0: it stays, and the call fails, which tells the
 * tracer of a guest's tracer that it is done), then enters the program (x16 entry,
 * sp at argc) with all registers 0 as the kernel would, except x16: a branch needs a
 * register, and the ABI gives this one to whoever stands between caller and callee. `ret`, since
 * where the kernel begins a program there need be no mark of a branch's target.
 */
gate_code_start:
	mov	x8, #215		/* munmap */
	svc	#0
	cbz	x1, 0f
	cbnz	x0, 1f
0:	mov	x0, xzr
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	mov	x4, xzr
	mov	x5, xzr
	mov	x6, xzr
	mov	x7, xzr
	mov	x8, xzr
	mov	x9, xzr
	mov	x10, xzr
	mov	x11, xzr
	mov	x12, xzr
	mov	x13, xzr
	mov	x14, xzr
	mov	x15, xzr
	mov	x17, xzr
	mov	x18, xzr
	mov	x19, xzr
	mov	x20, xzr
	mov	x21, xzr
	mov	x22, xzr
	mov	x23, xzr
	mov	x24, xzr
	mov	x25, xzr
	mov	x26, xzr
	mov	x27, xzr
	mov	x28, xzr
	mov	x29, xzr
	mov	x30, xzr
	msr	nzcv, xzr
	ret	x16
1:	udf	#0
/* No tail: a system call leaves no register free to jump by; the exit stop serves. */
gate_tail_again:
gate_tail:
gate_tail_end:

/* Where a stopped thread makes a call of the tracer's (remote.h): never goes on from here. */
gate_call:
	svc	#0
	udf	#0
gate_code_end:

	.section .note.GNU-stack, "", %progbits
