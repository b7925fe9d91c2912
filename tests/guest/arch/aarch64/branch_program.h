/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: ends well; with arguments, by an indirect branch to where none may go in guarded text.
 */
#ifndef PTJAIL_TESTS_GUEST_BRANCH_PROGRAM_H
#define PTJAIL_TESTS_GUEST_BRANCH_PROGRAM_H

extern const char branch_program[] __attribute__((visibility("hidden")));
extern const char branch_program_end[] __attribute__((visibility("hidden")));

__asm__(".pushsection .rodata\n"
	".balign 8\n"
	"branch_program:\n"
	"	ldr	x0, [sp]\n"
	"	cmp	x0, #1\n"
	"	b.eq	1f\n"
	"	adr	x16, 1f\n"
	"	br	x16\n"
	"1:	mov	x0, #0\n"
	"	mov	x8, #93\n"
	"	svc	#0\n"
	"branch_program_end:\n"
	".popsection\n");

/* GNU_PROPERTY_AARCH64_FEATURE_1_AND, GNU_PROPERTY_AARCH64_FEATURE_1_BTI */
#define BRANCH_PROPERTY 0xc0000000U
#define BRANCH_GUARDED  1U

#endif
