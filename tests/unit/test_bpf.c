/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The assembler, the check and the evaluator of seccomp's BPF; the last against the kernel. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/regs.h" /* ARCH_AUDIT */
#include "tracer/bpf.h"
#include "util/compiler.h"

static int setup(void **state)
{
	*state = talloc_new(NULL);
	return *state == NULL;
}

static int teardown(void **state)
{
	return talloc_free(*state);
}

static struct bpf_program program_of(struct sock_filter *insns, size_t count)
{
	return (struct bpf_program){ .insns = insns, .count = count };
}

#define PROGRAM(...)                                                                               \
	program_of((struct sock_filter[]){ __VA_ARGS__ },                                          \
		   sizeof((struct sock_filter[]){ __VA_ARGS__ }) / sizeof(struct sock_filter))
#define RET_A BPF_STMT(BPF_RET | BPF_A, 0)

static uint32_t eval(struct bpf_program program)
{
	struct seccomp_data data = {
		.nr = 7,
		.arch = 0x11223344,
		.instruction_pointer = 0x5566778899aabbccULL,
		.args = { 0x0102030405060708ULL, 1, 2, 3, 4, 0xf1f2f3f4f5f6f7f8ULL },
	};

	assert_int_equal(bpf_check(&program), 0);
	return bpf_eval(&program, &data);
}

static void test_loads(void **state)
{
	(void)state;
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), RET_A)), 7);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4), RET_A)), 0x11223344);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 12), RET_A)), 0x55667788);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16), RET_A)), 0x05060708);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 60), RET_A)), 0xf1f2f3f4);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), RET_A)), 64);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
				      BPF_STMT(BPF_MISC | BPF_TXA, 0), RET_A)),
			 64);
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, 99), BPF_STMT(BPF_ST, 15),
				      BPF_STMT(BPF_LDX | BPF_MEM, 15), BPF_STMT(BPF_STX, 3),
				      BPF_STMT(BPF_LD | BPF_MEM, 3), RET_A)),
			 99);
}

static uint32_t alu(uint16_t operation, uint32_t a, uint32_t b)
{
	uint32_t by_k = eval(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, a),
				     BPF_STMT(BPF_ALU | operation | BPF_K, b), RET_A));
	uint32_t by_x = eval(PROGRAM(BPF_STMT(BPF_LDX | BPF_IMM, b), BPF_STMT(BPF_LD | BPF_IMM, a),
				     BPF_STMT(BPF_ALU | operation | BPF_X, 0), RET_A));

	assert_int_equal(by_k, by_x);
	return by_k;
}

static void test_arithmetic(void **state)
{
	(void)state;
	assert_int_equal(alu(BPF_ADD, 0xffffffff, 2), 1);
	assert_int_equal(alu(BPF_SUB, 1, 2), 0xffffffff);
	assert_int_equal(alu(BPF_MUL, 0x10000, 0x10001), 0x10000);
	assert_int_equal(alu(BPF_DIV, 7, 2), 3);
	assert_int_equal(alu(BPF_AND, 6, 3), 2);
	assert_int_equal(alu(BPF_OR, 6, 3), 7);
	assert_int_equal(alu(BPF_XOR, 6, 3), 5);
	assert_int_equal(alu(BPF_LSH, 3, 31), 0x80000000);
	assert_int_equal(alu(BPF_RSH, 0x80000000, 31), 1);
	assert_int_equal(
		eval(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, 1), BPF_STMT(BPF_ALU | BPF_NEG, 0), RET_A)),
		0xffffffff);
	/* X == 0: the kernel ends the filter with 0, which kills. */
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, SECCOMP_RET_ALLOW),
				      BPF_STMT(BPF_LDX | BPF_IMM, 0),
				      BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), RET_A)),
			 SECCOMP_RET_KILL_THREAD);
}

static bool taken(uint16_t test, uint32_t a, uint32_t b)
{
	uint32_t by_k = eval(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, a),
				     BPF_JUMP(BPF_JMP | test | BPF_K, b, 1, 0),
				     BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, 1)));
	uint32_t by_x = eval(PROGRAM(BPF_STMT(BPF_LDX | BPF_IMM, b), BPF_STMT(BPF_LD | BPF_IMM, a),
				     BPF_JUMP(BPF_JMP | test | BPF_X, 0, 0, 1),
				     BPF_STMT(BPF_RET | BPF_K, 1), BPF_STMT(BPF_RET | BPF_K, 0)));

	assert_int_equal(by_k, by_x);
	return by_k;
}

static void test_jumps(void **state)
{
	(void)state;
	assert_true(taken(BPF_JEQ, 5, 5) && !taken(BPF_JEQ, 5, 6));
	assert_true(taken(BPF_JGT, 0x80000000, 5) && !taken(BPF_JGT, 5, 5));
	assert_true(taken(BPF_JGE, 5, 5) && !taken(BPF_JGE, 4, 0xffffffff));
	assert_true(taken(BPF_JSET, 6, 2) && !taken(BPF_JSET, 6, 9));
	assert_int_equal(eval(PROGRAM(BPF_STMT(BPF_JMP | BPF_JA, 1), BPF_STMT(BPF_RET | BPF_K, 1),
				      BPF_STMT(BPF_RET | BPF_K, 2))),
			 2);
}

static void assert_refused(struct bpf_program program)
{
	struct seccomp_data data = { 0 };

	assert_int_equal(bpf_check(&program), -EINVAL);
	/* Whatever it does, it lets nothing through. */
	assert_int_not_equal(bpf_eval(&program, &data) & SECCOMP_RET_ACTION_FULL,
			     SECCOMP_RET_ALLOW);
}

#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static void test_refused_programs(void **state)
{
	(void)state;
	assert_refused(program_of(NULL, 0));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_IMM, 1)));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 64), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0xfffffffc), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 0), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 3), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 32), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_ST, 16), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_JMP | BPF_JA, 1), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(BPF_JMP | BPF_JA, 0xffffffff), ALLOW));
	assert_refused(PROGRAM(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0), ALLOW));
	assert_refused(PROGRAM(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1), ALLOW));
	assert_refused(PROGRAM(BPF_STMT(0xffff, 0), ALLOW));
}

/* The kernel refuses to read a scratch word that some way does not write. */
static void test_scratch_must_be_written(void **state)
{
	struct bpf_program no = PROGRAM(BPF_STMT(BPF_LD | BPF_MEM, 0), RET_A);
	struct bpf_program one_way = PROGRAM(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
					     BPF_STMT(BPF_ST, 0), BPF_STMT(BPF_LD | BPF_MEM, 0),
					     RET_A);
	struct bpf_program both =
		PROGRAM(BPF_STMT(BPF_ST, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
			BPF_STMT(BPF_LD | BPF_IMM, 1), BPF_STMT(BPF_LD | BPF_MEM, 0), RET_A);

	(void)state;
	assert_int_equal(bpf_check(&no), -EINVAL);
	assert_int_equal(bpf_check(&one_way), -EINVAL);
	assert_int_equal(bpf_check(&both), 0);
}

static uint32_t run_with(const struct bpf_program *program, uint32_t number)
{
	struct seccomp_data data = { .nr = (int)number };

	return bpf_eval(program, &data);
}

static void emit_padding(struct bpf_asm *assembler, size_t count)
{
	while (count-- > 0)
		bpf_emit_and(assembler, 0xffffffff);
}

/* if (A == 1) goto yes; [near] goto no; `gap` fillers each; any mix of near and far. */
static void check_branches(void *ctx, size_t gap_no, size_t gap_yes)
{
	struct bpf_asm *assembler = bpf_asm_new(ctx);
	unsigned int yes = bpf_label_new(assembler), no = bpf_label_new(assembler);
	struct bpf_program *program;

	bpf_emit_load_number(assembler);
	bpf_emit_if_equal(assembler, 1, yes, no);
	emit_padding(assembler, gap_no);
	bpf_label_place(assembler, no);
	bpf_emit_return(assembler, 10);
	emit_padding(assembler, gap_yes);
	bpf_label_place(assembler, yes);
	bpf_emit_return(assembler, 11);
	assert_int_equal(bpf_asm_finish(assembler, ctx, &program), 0);
	assert_int_equal(run_with(program, 1), 11);
	assert_int_equal(run_with(program, 2), 10);
	talloc_free(program);
	talloc_free(assembler);
}

static void test_far_jumps(void **state)
{
	static const size_t gaps[] = { 0, 1, 252, 253, 254, 255, 256, 257, 258, 300, 1000 };

	for (size_t i = 0; i < ARRAY_SIZE(gaps); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(gaps); j++)
			check_branches(*state, gaps[i], gaps[j]);
	}
}

/* Each jump stands at the edge: widening one pushes the next over it. */
static void test_widening_spreads(void **state)
{
	struct bpf_asm *assembler = bpf_asm_new(*state);
	unsigned int end = bpf_label_new(assembler), other = bpf_label_new(assembler);
	struct bpf_program *program;

	bpf_emit_load_number(assembler);
	for (uint32_t i = 0; i < 200; i++)
		bpf_emit_if_equal(assembler, i, end, BPF_NEXT);
	emit_padding(assembler, 150);
	bpf_emit_if_equal(assembler, 1000, other, BPF_NEXT);
	bpf_emit_return(assembler, 1);
	bpf_label_place(assembler, end);
	bpf_emit_return(assembler, 2);
	bpf_label_place(assembler, other);
	bpf_emit_return(assembler, 3);
	assert_int_equal(bpf_asm_finish(assembler, *state, &program), 0);
	for (uint32_t i = 0; i < 300; i++)
		assert_int_equal(run_with(program, i), i < 200 ? 2 : 1);
	assert_int_equal(run_with(program, 1000), 3);
}

static void test_search_finds_every_number(void **state)
{
	struct bpf_asm *assembler = bpf_asm_new(*state);
	unsigned int label = bpf_label_new(assembler);
	struct bpf_arm arms[400];
	struct bpf_program *program;

	for (uint32_t i = 0; i < ARRAY_SIZE(arms); i++)
		arms[i] = (struct bpf_arm){ .first = i * 3, .action = i };
	arms[200].label = label;
	bpf_emit_load_number(assembler);
	bpf_emit_search(assembler, arms, ARRAY_SIZE(arms));
	bpf_label_place(assembler, label);
	bpf_emit_return(assembler, 9999);
	assert_int_equal(bpf_asm_finish(assembler, *state, &program), 0);
	for (uint32_t number = 0; number < 1300; number++) {
		uint32_t arm = number / 3 < 400 ? number / 3 : 399;

		assert_int_equal(run_with(program, number), arm == 200 ? 9999 : arm);
	}
	assert_int_equal(run_with(program, 0xffffffff), 399);
}

static void test_membership(void **state)
{
	for (size_t count = 0; count <= 20; count++) {
		struct bpf_asm *assembler = bpf_asm_new(*state);
		unsigned int yes = bpf_label_new(assembler), no = bpf_label_new(assembler);
		struct bpf_program *program;
		uint32_t values[20];

		for (uint32_t i = 0; i < count; i++)
			values[i] = i < 4 ? i : 100 + i * (i / 3);
		bpf_emit_load_number(assembler);
		bpf_emit_if_member(assembler, values, count, yes, no);
		bpf_label_place(assembler, yes);
		bpf_emit_return(assembler, 1);
		bpf_label_place(assembler, no);
		bpf_emit_return(assembler, 0);
		assert_int_equal(bpf_asm_finish(assembler, *state, &program), 0);
		for (uint32_t number = 0; number < 600; number++) {
			bool member = false;

			for (size_t i = 0; i < count; i++)
				member |= values[i] == number;
			assert_int_equal(run_with(program, number), member);
		}
	}
}

static void test_bad_labels(void **state)
{
	struct bpf_asm *assembler = bpf_asm_new(*state);
	struct bpf_program *program;

	bpf_emit_goto(assembler, bpf_label_new(assembler));
	bpf_emit_return(assembler, 0);
	assert_int_equal(bpf_asm_finish(assembler, *state, &program), -EINVAL);

	assembler = bpf_asm_new(*state);
	emit_padding(assembler, BPF_MAXINSNS);
	bpf_emit_return(assembler, 0);
	assert_int_equal(bpf_asm_finish(assembler, *state, &program), -E2BIG);
}

static void test_coverage_is_told(void **state)
{
	struct bpf_program program = PROGRAM(BPF_STMT(BPF_JMP | BPF_JA, 1),
					     BPF_STMT(BPF_RET | BPF_K, 1),
					     BPF_STMT(BPF_RET | BPF_K, 2));
	struct seccomp_data data = { 0 };
	unsigned char covered[3] = { 0 };

	(void)state;
	assert_int_equal(bpf_eval_covering(&program, &data, covered), 2);
	assert_true(covered[0] && !covered[1] && covered[2]);
}

#define RANDOM_STEPS   40U
#define RANDOM_FILTERS 300U

static uint32_t random_word(unsigned int *seed)
{
	uint32_t word = (uint32_t)rand_r(seed) << 16 ^ (uint32_t)rand_r(seed);

	switch (word % 5) {
	case 0:
		return word % 40;
	case 1:
		return 0xffffffffU - word % 3;
	case 2:
		return 1U << (word >> 8) % 32;
	default:
		return word;
	}
}

static struct sock_filter random_step(unsigned int *seed, unsigned int left)
{
	static const uint16_t operations[] = { BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_AND,
					       BPF_OR,  BPF_XOR, BPF_LSH, BPF_RSH };
	static const uint16_t tests[] = { BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET };
	uint16_t source = rand_r(seed) % 2 ? BPF_X : BPF_K;
	uint32_t k = random_word(seed), word = (uint32_t)rand_r(seed) % 12;
	uint16_t operation;

	switch (rand_r(seed) % 8) {
	case 0: /* arguments only: the instruction pointer is not known */
		return (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16 + word * 4);
	case 1:
		return (struct sock_filter)BPF_STMT(BPF_LDX | BPF_IMM, k);
	case 2:
		return (struct sock_filter)BPF_STMT(BPF_MISC | (source ? BPF_TAX : BPF_TXA), 0);
	case 3:
		return (struct sock_filter)BPF_STMT(source ? BPF_ST : BPF_STX, k % 4);
	case 4:
		return (struct sock_filter)BPF_STMT((source ? BPF_LD : BPF_LDX) | BPF_MEM, k % 4);
	case 5:
		return (struct sock_filter)BPF_JUMP(BPF_JMP | tests[rand_r(seed) % 4] | source, k,
						    rand_r(seed) % left, rand_r(seed) % left);
	default:
		operation = operations[rand_r(seed) % 9];
		if (operation == BPF_LSH || operation == BPF_RSH)
			return (struct sock_filter)BPF_STMT(BPF_ALU | operation | BPF_K, k % 32);
		if (operation == BPF_DIV)
			return (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, k | 1);
		return (struct sock_filter)BPF_STMT(BPF_ALU | operation | source, k);
	}
}

/* For getppid: errno = a number computed by random instructions; other calls: allowed. */
static size_t random_filter(unsigned int *seed, struct sock_filter *insns)
{
	size_t count = 0;

	insns[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0);
	insns[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 1, 0);
	insns[count++] = (struct sock_filter)ALLOW;
	for (uint32_t i = 0; i < 4; i++)
		insns[count++] = (struct sock_filter)BPF_STMT(BPF_ST, i);
	for (unsigned int left = RANDOM_STEPS; left > 0; left--)
		insns[count++] = random_step(seed, left);
	insns[count++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x7ff);
	insns[count++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_OR | BPF_K, SECCOMP_RET_ERRNO);
	insns[count++] = (struct sock_filter)RET_A;
	return count;
}

static void answer_by_kernel(const struct bpf_program *program, const uint64_t *args, int fd)
{
	struct sock_fprog fprog = { (unsigned short)program->count, program->insns };
	int result = -1;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog, 0, 0) == 0) {
		errno = 0;
		(void)syscall(SYS_getppid, args[0], args[1], args[2], args[3], args[4], args[5]);
		result = errno;
	}
	_exit(write(fd, &result, sizeof(result)) != (ssize_t)sizeof(result));
}

static int ask_kernel(const struct bpf_program *program, const uint64_t *args)
{
	int fds[2], result, status;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		answer_by_kernel(program, args, fds[1]);
	close(fds[1]);
	assert_int_equal(read(fds[0], &result, sizeof(result)), sizeof(result));
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return result;
}

static void test_random_programs_as_the_kernel(void **state)
{
	unsigned int seed = 20240607;
	unsigned int compared = 0;

	(void)state;
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		skip();
	for (unsigned int i = 0; i < RANDOM_FILTERS; i++) {
		struct sock_filter insns[RANDOM_STEPS + 16];
		struct bpf_program program = program_of(insns, random_filter(&seed, insns));
		struct seccomp_data data = { .nr = SYS_getppid, .arch = ARCH_AUDIT };
		uint32_t action;
		int answer;

		for (unsigned int j = 0; j < 6; j++)
			data.args[j] = (uint64_t)random_word(&seed) << 32 | random_word(&seed);
		assert_int_equal(bpf_check(&program), 0);
		action = bpf_eval(&program, &data);
		assert_int_equal(action & SECCOMP_RET_ACTION_FULL, SECCOMP_RET_ERRNO);
		answer = ask_kernel(&program, (const uint64_t *)data.args);
		assert_int_equal(action & SECCOMP_RET_DATA, answer);
		compared += answer != 0;
	}
	assert_true(compared > RANDOM_FILTERS / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loads),
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_jumps),
		cmocka_unit_test(test_refused_programs),
		cmocka_unit_test(test_scratch_must_be_written),
		cmocka_unit_test_setup_teardown(test_far_jumps, setup, teardown),
		cmocka_unit_test_setup_teardown(test_widening_spreads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_search_finds_every_number, setup, teardown),
		cmocka_unit_test_setup_teardown(test_membership, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bad_labels, setup, teardown),
		cmocka_unit_test(test_coverage_is_told),
		cmocka_unit_test(test_random_programs_as_the_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
