/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64: makes one system call with known values in every general register and keeps what
 * stands in them afterwards. RCX and R11 belong to the instruction: the address behind it
 * and the flags, however the kernel returns.
 */
#ifndef PTJAIL_TESTS_GUEST_SEEN_REGISTERS_H
#define PTJAIL_TESTS_GUEST_SEEN_REGISTERS_H

enum { SEEN_COUNT = 15 };

static __attribute__((unused)) const char *const seen_names[SEEN_COUNT] = {
	"rdi", "rsi", "rdx", "r10", "r8", "r9", "rbx", "rbp", "r12", "r13", "r14", "r15",
	"rcx", "r11", "rsp",
};

struct seen_registers {
	long before[SEEN_COUNT]; /* the first six are the arguments */
	long after[SEEN_COUNT];
	long result;
};

/* In: seen->before[0..5] = arguments. The rest is set here. */
static __attribute__((unused)) void seen_call(long number, struct seen_registers *seen)
{
	for (int i = 6; i < 12; i++)
		seen->before[i] = 0x5a5a000000000000L + i;
	asm volatile(
		"lea -128(%%rsp), %%rsp\n\t" /* past the red zone */
		"push %%rbx\n\t"
		"push %%rbp\n\t"
		"push %[seen]\n\t"
		"mov %[number], %%rax\n\t"
		"mov %[seen], %%rcx\n\t"
		"mov 0(%%rcx), %%rdi\n\t"
		"mov 8(%%rcx), %%rsi\n\t"
		"mov 16(%%rcx), %%rdx\n\t"
		"mov 24(%%rcx), %%r10\n\t"
		"mov 32(%%rcx), %%r8\n\t"
		"mov 40(%%rcx), %%r9\n\t"
		"mov 48(%%rcx), %%rbx\n\t"
		"mov 56(%%rcx), %%rbp\n\t"
		"mov 64(%%rcx), %%r12\n\t"
		"mov 72(%%rcx), %%r13\n\t"
		"mov 80(%%rcx), %%r14\n\t"
		"mov 88(%%rcx), %%r15\n\t"
		"mov %%rsp, 112(%%rcx)\n\t"
		"cmp %%rcx, %%rcx\n\t" /* known flags; the pushes and moves keep them */
		"pushf\n\t"
		"popq 104(%%rcx)\n\t"
		"lea 1f(%%rip), %%r11\n\t"
		"mov %%r11, 96(%%rcx)\n\t"
		"syscall\n\t"
		"1:\n\t"
		"push %%rax\n\t"
		"mov 8(%%rsp), %%rax\n\t" /* seen */
		"mov %%rdi, 120(%%rax)\n\t"
		"mov %%rsi, 128(%%rax)\n\t"
		"mov %%rdx, 136(%%rax)\n\t"
		"mov %%r10, 144(%%rax)\n\t"
		"mov %%r8, 152(%%rax)\n\t"
		"mov %%r9, 160(%%rax)\n\t"
		"mov %%rbx, 168(%%rax)\n\t"
		"mov %%rbp, 176(%%rax)\n\t"
		"mov %%r12, 184(%%rax)\n\t"
		"mov %%r13, 192(%%rax)\n\t"
		"mov %%r14, 200(%%rax)\n\t"
		"mov %%r15, 208(%%rax)\n\t"
		"mov %%rcx, 216(%%rax)\n\t"
		"mov %%r11, 224(%%rax)\n\t"
		"pop %%rcx\n\t"
		"mov %%rsp, 232(%%rax)\n\t"
		"mov %%rcx, 240(%%rax)\n\t"
		"add $8, %%rsp\n\t"
		"pop %%rbp\n\t"
		"pop %%rbx\n\t"
		"lea 128(%%rsp), %%rsp\n\t"
		: [number] "+S"(number), [seen] "+D"(seen)
		:
		: "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
		  "memory", "cc");
}

/* Do vector registers keep their content over the call? (Four of them stand for all.) */
static __attribute__((unused)) int seen_vectors_kept(long number, const long args[3])
{
	static const long pattern[8] = { 0x1111, 0x2222, 0x3333, 0x4444,
					 0x5555, 0x6666, 0x7777, 0x8888 };
	long got[8] = { 0 }, result = number;

	asm volatile("movups 0(%[in]), %%xmm0\n\t"
		     "movups 16(%[in]), %%xmm1\n\t"
		     "movups 32(%[in]), %%xmm8\n\t"
		     "movups 48(%[in]), %%xmm15\n\t"
		     "syscall\n\t"
		     "movups %%xmm0, 0(%[out])\n\t"
		     "movups %%xmm1, 16(%[out])\n\t"
		     "movups %%xmm8, 32(%[out])\n\t"
		     "movups %%xmm15, 48(%[out])\n\t"
		     : "+a"(result)
		     : "D"(args[0]), "S"(args[1]), "d"(args[2]), [in] "r"(pattern), [out] "r"(got)
		     : "rcx", "r11", "xmm0", "xmm1", "xmm8", "xmm15", "memory");
	for (int i = 0; i < 8; i++)
		if (got[i] != pattern[i])
			return 0;
	return 1;
}

#endif
