// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * The kernel's view of a filter, in user space: what it accepts (bpf_check) and what it
 * computes (bpf_eval). Must never accept or compute anything else than kernel/seccomp.c
 * and net/core/filter.c do: on hosts without seccomp this code is the wall.
 */
#include "tracer/bpf.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* KERNEL: seccomp_check_filter() takes these and no others (no MOD, no byte loads). */
static bool is_plain_instruction(uint16_t code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LDX | BPF_IMM:
	case BPF_MISC | BPF_TAX:
	case BPF_MISC | BPF_TXA:
	case BPF_RET | BPF_K:
	case BPF_RET | BPF_A:
	case BPF_ALU | BPF_NEG:
	case BPF_ALU | BPF_ADD | BPF_K:
	case BPF_ALU | BPF_ADD | BPF_X:
	case BPF_ALU | BPF_SUB | BPF_K:
	case BPF_ALU | BPF_SUB | BPF_X:
	case BPF_ALU | BPF_MUL | BPF_K:
	case BPF_ALU | BPF_MUL | BPF_X:
	case BPF_ALU | BPF_DIV | BPF_X:
	case BPF_ALU | BPF_AND | BPF_K:
	case BPF_ALU | BPF_AND | BPF_X:
	case BPF_ALU | BPF_OR | BPF_K:
	case BPF_ALU | BPF_OR | BPF_X:
	case BPF_ALU | BPF_XOR | BPF_K:
	case BPF_ALU | BPF_XOR | BPF_X:
	case BPF_ALU | BPF_LSH | BPF_X:
	case BPF_ALU | BPF_RSH | BPF_X:
		return true;
	default:
		return false;
	}
}

static bool is_instruction(const struct bpf_program *program, size_t index)
{
	const struct sock_filter *insn = &program->insns[index];
	size_t left = program->count - index - 1;

	switch (insn->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return insn->k < sizeof(struct seccomp_data) && insn->k % 4 == 0;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		return insn->k < BPF_MEMWORDS;
	case BPF_ALU | BPF_DIV | BPF_K:
		return insn->k != 0;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		return insn->k < 32;
	case BPF_JMP | BPF_JA:
		return insn->k < left;
	case BPF_JMP | BPF_JEQ | BPF_K:
	case BPF_JMP | BPF_JEQ | BPF_X:
	case BPF_JMP | BPF_JGE | BPF_K:
	case BPF_JMP | BPF_JGE | BPF_X:
	case BPF_JMP | BPF_JGT | BPF_K:
	case BPF_JMP | BPF_JGT | BPF_X:
	case BPF_JMP | BPF_JSET | BPF_K:
	case BPF_JMP | BPF_JSET | BPF_X:
		return insn->jt < left && insn->jf < left;
	default:
		return is_plain_instruction(insn->code);
	}
}

/*
 * KERNEL: check_load_and_stores() also wants every scratch word written before it is read,
 * on all paths. Jumps go forward only, so one pass that meets the sets at jump targets
 * is enough.
 */
static int check_memory_words(const struct bpf_program *program)
{
	uint16_t *known = talloc_array(NULL, uint16_t, program->count);
	uint16_t valid = 0;
	int status = 0;

	if (known == NULL)
		return -ENOMEM;
	memset(known, 0xff, program->count * sizeof(*known));
	for (size_t i = 0; i < program->count && status == 0; i++) {
		const struct sock_filter *insn = &program->insns[i];

		valid &= known[i];
		if (insn->code == BPF_ST || insn->code == BPF_STX) {
			valid |= (uint16_t)(1U << insn->k);
		} else if (insn->code == (BPF_LD | BPF_MEM) || insn->code == (BPF_LDX | BPF_MEM)) {
			if (!(valid & (1U << insn->k)))
				status = -EINVAL;
		} else if (insn->code == (BPF_JMP | BPF_JA)) {
			known[i + 1 + insn->k] &= valid;
			valid = 0xffff;
		} else if (BPF_CLASS(insn->code) == BPF_JMP) {
			known[i + 1 + insn->jt] &= valid;
			known[i + 1 + insn->jf] &= valid;
			valid = 0xffff;
		}
	}
	talloc_free(known);
	return status;
}

int bpf_check(const struct bpf_program *program)
{
	if (program->count == 0 || program->count > BPF_MAXINSNS)
		return -EINVAL;
	for (size_t i = 0; i < program->count; i++) {
		if (!is_instruction(program, i))
			return -EINVAL;
	}
	if (BPF_CLASS(program->insns[program->count - 1].code) != BPF_RET)
		return -EINVAL;
	return check_memory_words(program);
}

struct machine {
	uint32_t a, x;
	uint32_t memory[BPF_MEMWORDS];
};

/* False: the kernel ends the filter with 0 (division by X == 0). */
static bool compute(struct machine *machine, const struct sock_filter *insn)
{
	uint32_t operand = BPF_SRC(insn->code) == BPF_X ? machine->x : insn->k;

	switch (BPF_OP(insn->code)) {
	case BPF_ADD:
		machine->a += operand;
		return true;
	case BPF_SUB:
		machine->a -= operand;
		return true;
	case BPF_MUL:
		machine->a *= operand;
		return true;
	case BPF_DIV:
		if (operand == 0)
			return false;
		machine->a /= operand;
		return true;
	case BPF_AND:
		machine->a &= operand;
		return true;
	case BPF_OR:
		machine->a |= operand;
		return true;
	case BPF_XOR:
		machine->a ^= operand;
		return true;
	case BPF_LSH:
		machine->a <<= operand & 31;
		return true;
	case BPF_RSH:
		machine->a >>= operand & 31;
		return true;
	case BPF_NEG:
		machine->a = -machine->a;
		return true;
	default:
		return false;
	}
}

/* The instructions to step over. */
static size_t jump(const struct machine *machine, const struct sock_filter *insn)
{
	uint32_t operand = BPF_SRC(insn->code) == BPF_X ? machine->x : insn->k;
	bool taken;

	switch (BPF_OP(insn->code)) {
	case BPF_JEQ:
		taken = machine->a == operand;
		break;
	case BPF_JGE:
		taken = machine->a >= operand;
		break;
	case BPF_JGT:
		taken = machine->a > operand;
		break;
	case BPF_JSET:
		taken = (machine->a & operand) != 0;
		break;
	default:
		return insn->k;
	}
	return taken ? insn->jt : insn->jf;
}

static uint32_t load(const struct machine *machine, const struct sock_filter *insn,
		     const struct seccomp_data *data)
{
	uint32_t word;

	switch (BPF_MODE(insn->code)) {
	case BPF_ABS:
		memcpy(&word, (const char *)data + insn->k, sizeof(word));
		return word;
	case BPF_MEM:
		return machine->memory[insn->k];
	case BPF_LEN:
		return sizeof(*data);
	default:
		return insn->k;
	}
}

uint32_t bpf_eval_covering(const struct bpf_program *program, const struct seccomp_data *data,
			   unsigned char *covered)
{
	struct machine machine = { 0 };

	for (size_t i = 0; i < program->count; i++) {
		const struct sock_filter *insn = &program->insns[i];

		if (!is_instruction(program, i))
			return SECCOMP_RET_KILL_PROCESS;
		if (covered != NULL)
			covered[i] = 1;
		switch (BPF_CLASS(insn->code)) {
		case BPF_LD:
			machine.a = load(&machine, insn, data);
			break;
		case BPF_LDX:
			machine.x = load(&machine, insn, data);
			break;
		case BPF_ST:
			machine.memory[insn->k] = machine.a;
			break;
		case BPF_STX:
			machine.memory[insn->k] = machine.x;
			break;
		case BPF_ALU:
			if (!compute(&machine, insn))
				return SECCOMP_RET_KILL_THREAD;
			break;
		case BPF_JMP:
			i += jump(&machine, insn);
			break;
		case BPF_RET:
			return BPF_RVAL(insn->code) == BPF_A ? machine.a : insn->k;
		case BPF_MISC:
			if (BPF_MISCOP(insn->code) == BPF_TAX)
				machine.x = machine.a;
			else
				machine.a = machine.x;
			break;
		}
	}
	return SECCOMP_RET_KILL_PROCESS;
}

uint32_t bpf_eval(const struct bpf_program *program, const struct seccomp_data *data)
{
	return bpf_eval_covering(program, data, NULL);
}
