/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: ends well; the kernel guards no branches of programs. */
#ifndef PTJAIL_TESTS_GUEST_BRANCH_PROGRAM_H
#define PTJAIL_TESTS_GUEST_BRANCH_PROGRAM_H

extern const char branch_program[] __attribute__((visibility("hidden")));
extern const char branch_program_end[] __attribute__((visibility("hidden")));

__asm__(".pushsection .rodata\n"
	".balign 8\n"
	"branch_program:\n"
	"	movl	$60, %eax\n"
	"	xorl	%edi, %edi\n"
	"	syscall\n"
	"branch_program_end:\n"
	".popsection\n");

/* GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_X86_FEATURE_1_IBT */
#define BRANCH_PROPERTY 0xc0000002U
#define BRANCH_GUARDED  1U

#endif
