/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64: makes one system call with known values in every general register and keeps what
 * stands in them afterwards. X0 is both the first argument and the result; X18 is left to
 * the platform.
 */
#ifndef PTJAIL_TESTS_GUEST_SEEN_REGISTERS_H
#define PTJAIL_TESTS_GUEST_SEEN_REGISTERS_H

enum { SEEN_COUNT = 29 };

/* Slot 0 holds the stack pointer, so that slots 1.. are the registers of that number. */
static __attribute__((unused)) const char *const seen_names[SEEN_COUNT] = {
	"sp",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",	"x8",  "x9",
	"x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19",
	"x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28",
};

struct seen_registers {
	long before[SEEN_COUNT]; /* the first six are the arguments */
	long after[SEEN_COUNT];
	long result;
};

/* In: seen->before[0..5] = arguments. The rest is set here. */
static __attribute__((noinline, unused)) void seen_call(long number, struct seen_registers *seen)
{
	for (int i = 6; i < SEEN_COUNT; i++)
		seen->before[i] = 0x5a5a000000000000L + i;
	seen->before[8] = number;
	seen->before[18] = 0;
	seen->after[18] = 0;
	register struct seen_registers *at asm("x0") = seen;

	asm volatile(
		"stp x29, x30, [sp, #-32]!\n\t"
		"mov x29, %[at]\n\t"
		"str x29, [sp, #16]\n\t"
		"ldr x0, [x29]\n\t"
		"ldp x1, x2, [x29, #8]\n\t"
		"ldp x3, x4, [x29, #24]\n\t"
		"ldp x5, x6, [x29, #40]\n\t"
		"ldp x7, x8, [x29, #56]\n\t"
		"ldp x9, x10, [x29, #72]\n\t"
		"ldp x11, x12, [x29, #88]\n\t"
		"ldp x13, x14, [x29, #104]\n\t"
		"ldp x15, x16, [x29, #120]\n\t"
		"ldr x17, [x29, #136]\n\t"
		"ldp x19, x20, [x29, #152]\n\t"
		"ldp x21, x22, [x29, #168]\n\t"
		"ldp x23, x24, [x29, #184]\n\t"
		"ldp x25, x26, [x29, #200]\n\t"
		"ldp x27, x28, [x29, #216]\n\t"
		"mov x30, sp\n\t"
		"str x30, [x29]\n\t"
		"svc #0\n\t"
		"ldr x30, [sp, #16]\n\t"
		"str x0, [x30, #464]\n\t" /* result: 2 * 29 * 8 */
		"mov x0, sp\n\t"
		"str x0, [x30, #232]\n\t"
		"stp x1, x2, [x30, #240]\n\t"
		"stp x3, x4, [x30, #256]\n\t"
		"stp x5, x6, [x30, #272]\n\t"
		"stp x7, x8, [x30, #288]\n\t"
		"stp x9, x10, [x30, #304]\n\t"
		"stp x11, x12, [x30, #320]\n\t"
		"stp x13, x14, [x30, #336]\n\t"
		"stp x15, x16, [x30, #352]\n\t"
		"str x17, [x30, #368]\n\t"
		"stp x19, x20, [x30, #384]\n\t"
		"stp x21, x22, [x30, #400]\n\t"
		"stp x23, x24, [x30, #416]\n\t"
		"stp x25, x26, [x30, #432]\n\t"
		"stp x27, x28, [x30, #448]\n\t"
		"ldp x29, x30, [sp], #32\n\t"
		: [at] "+r"(at)
		:
		: "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
		  "x13", "x14", "x15", "x16", "x17", "x19", "x20", "x21", "x22", "x23", "x24",
		  "x25", "x26", "x27", "x28", "memory", "cc");
}

/* Do vector registers keep their content over the call? (Four of them stand for all.) */
static __attribute__((unused)) int seen_vectors_kept(long number, const long args[3])
{
	static const long pattern[8] = { 0x1111, 0x2222, 0x3333, 0x4444,
					 0x5555, 0x6666, 0x7777, 0x8888 };
	long got[8] = { 0 };
	register long x8 asm("x8") = number;
	register long x0 asm("x0") = args[0];
	register long x1 asm("x1") = args[1];
	register long x2 asm("x2") = args[2];

	asm volatile("ldp q0, q1, [%[in]]\n\t"
		     "ldp q8, q31, [%[in], #32]\n\t"
		     "svc #0\n\t"
		     "stp q0, q1, [%[out]]\n\t"
		     "stp q8, q31, [%[out], #32]\n\t"
		     : "+r"(x0)
		     : "r"(x1), "r"(x2), "r"(x8), [in] "r"(pattern), [out] "r"(got)
		     : "v0", "v1", "v8", "v31", "memory");
	for (int i = 0; i < 8; i++)
		if (got[i] != pattern[i])
			return 0;
	return 1;
}

#endif
