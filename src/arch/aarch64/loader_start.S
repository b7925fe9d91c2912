/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: the loader's first and last instructions. The guest's stack is data to the
 * loader, which moves it about; so it runs on a stack of its own.
 */
	.text
	.globl	_start
	.hidden	_start
	.type	_start, %function
/*
 * x1, x2, x3: the words of gate.h, put there by the tracer (x0 is overwritten by the
 * result of execve); sp: the kernel's argc. The C function gets them as its first
 * arguments and sp as its fourth.
 */
_start:
	mov	x29, xzr
	mov	x30, xzr
	mov	x19, x1
	mov	x20, x2
	mov	x21, x3
	mov	x22, sp
	mov	x0, x1
	bl	loader_map_memory
	mov	sp, x0
	mov	x0, x19
	mov	x1, x20
	mov	x2, x21
	mov	x3, x22
	bl	loader_main
	udf	#0
	.size	_start, . - _start

	.globl	loader_leave
	.hidden	loader_leave
	.type	loader_leave, %function
/* loader_leave(ramp, start, size, entry, sp): the ramp's registers, see gate_code.S. */
loader_leave:
	mov	x9, x0
	mov	x0, x1
	mov	x1, x2
	mov	x16, x3
	mov	sp, x4
	br	x9
	.size	loader_leave, . - loader_leave

	.section .note.GNU-stack, "", %progbits
