/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The loader's executable as bytes of ptjail (gate/blob.h). LOADER_FILE comes from
 * gate.mk.
 */
	.section .rodata
	.globl	loader_blob
	.globl	loader_blob_end
	.hidden	loader_blob
	.hidden	loader_blob_end
	.balign	16
loader_blob:
	.incbin	LOADER_FILE
loader_blob_end:

	.section .note.GNU-stack, "", %progbits
