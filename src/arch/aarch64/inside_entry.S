/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: sites are not patched here yet, so in-process code has no stubs: a head that says so. */
	.section .head, "ax", %progbits
	.globl	inside_head
	.hidden	inside_head
inside_head:
	.fill	16, 4, 0

	.text
	.globl	inside_call
	.hidden	inside_call
	.globl	inside_hold
	.hidden	inside_hold
	.globl	inside_make
	.hidden	inside_make
inside_call:
inside_hold:
inside_make:
	brk	#0

	.section .note.GNU-stack, "", %progbits
