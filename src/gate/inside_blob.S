/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* In-process code as bytes of ptjail (gate/blob.h). INSIDE_FILE comes from gate.mk. */
	.section .rodata
	.globl	inside_blob
	.globl	inside_blob_end
	.hidden	inside_blob
	.hidden	inside_blob_end
	.balign	64
inside_blob:
	.incbin	INSIDE_FILE
inside_blob_end:

	.section .note.GNU-stack, "", %progbits
