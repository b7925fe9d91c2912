// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * The assembler of classic BPF: instructions with labels become a flat program. Owns the
 * arithmetic of jumps; must never emit a jump that lands elsewhere than at its label.
 *
 * A conditional jump holds 8-bit distances. One whose target comes out farther gets
 * trampolines right behind it, which moves everything after it; so positions are computed
 * again until no further jump turns out far. Jumps only ever grow: it ends.
 *
 *      jeq k, far, near       ->      jeq k, 0, near + 1
 *                                     ja  far
 */
#include "tracer/bpf.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>

#define NOWHERE SIZE_MAX

struct item {
	uint16_t code;
	uint32_t k;
	unsigned int then, otherwise; /* labels; JA: `then` */
	bool then_far, otherwise_far;
};

struct bpf_asm {
	struct item *items;
	size_t item_count;
	size_t *places; /* of each label: index of the item it stands before, or NOWHERE */
	size_t label_count;
	bool out_of_memory;
};

struct bpf_asm *bpf_asm_new(TALLOC_CTX *ctx)
{
	struct bpf_asm *assembler = talloc_zero(ctx, struct bpf_asm);

	if (assembler == NULL)
		return NULL;
	if (bpf_label_new(assembler) != BPF_NEXT || assembler->out_of_memory) {
		talloc_free(assembler);
		return NULL;
	}
	return assembler;
}

/* Doubles an array when `count` elements fill it; remembers a failure. */
#define GROW(assembler, array, count)                                                              \
	do {                                                                                       \
		__typeof__(array) grown_ = array;                                                  \
		if (((count) & ((count)-1)) == 0)                                                  \
			grown_ = talloc_realloc_size(                                              \
				assembler, array, ((count) ? (count)*2 : 1) * sizeof(*(array)));   \
		if (grown_ == NULL)                                                                \
			(assembler)->out_of_memory = true;                                         \
		else                                                                               \
			(array) = grown_;                                                          \
	} while (0)

unsigned int bpf_label_new(struct bpf_asm *assembler)
{
	if (!assembler->out_of_memory)
		GROW(assembler, assembler->places, assembler->label_count);
	if (assembler->out_of_memory)
		return BPF_NEXT;
	assembler->places[assembler->label_count] = NOWHERE;
	return (unsigned int)assembler->label_count++;
}

void bpf_label_place(struct bpf_asm *assembler, unsigned int label)
{
	if (assembler->out_of_memory)
		return;
	assert(label != BPF_NEXT && label < assembler->label_count);
	assert(assembler->places[label] == NOWHERE);
	assembler->places[label] = assembler->item_count;
}

bool bpf_label_is_used(const struct bpf_asm *assembler, unsigned int label)
{
	for (size_t i = 0; i < assembler->item_count; i++) {
		const struct item *item = &assembler->items[i];

		if (item->then == label || item->otherwise == label)
			return true;
	}
	return false;
}

static void emit(struct bpf_asm *assembler, struct item item)
{
	if (!assembler->out_of_memory)
		GROW(assembler, assembler->items, assembler->item_count);
	if (!assembler->out_of_memory)
		assembler->items[assembler->item_count++] = item;
}

static void emit_load(struct bpf_asm *assembler, size_t offset)
{
	emit(assembler, (struct item){ .code = BPF_LD | BPF_W | BPF_ABS, .k = (uint32_t)offset });
}

void bpf_emit_load_arch(struct bpf_asm *assembler)
{
	emit_load(assembler, offsetof(struct seccomp_data, arch));
}

void bpf_emit_load_number(struct bpf_asm *assembler)
{
	emit_load(assembler, offsetof(struct seccomp_data, nr));
}

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the halves of an argument are taken to be little endian"
#endif

void bpf_emit_load_low(struct bpf_asm *assembler, unsigned int argument)
{
	assert(argument < 6);
	emit_load(assembler, offsetof(struct seccomp_data, args) + argument * 8UL);
}

void bpf_emit_load_high(struct bpf_asm *assembler, unsigned int argument)
{
	assert(argument < 6);
	emit_load(assembler, offsetof(struct seccomp_data, args) + argument * 8UL + 4);
}

void bpf_emit_and(struct bpf_asm *assembler, uint32_t k)
{
	emit(assembler, (struct item){ .code = BPF_ALU | BPF_AND | BPF_K, .k = k });
}

void bpf_emit_sub(struct bpf_asm *assembler, uint32_t k)
{
	emit(assembler, (struct item){ .code = BPF_ALU | BPF_SUB | BPF_K, .k = k });
}

void bpf_emit_if_equal(struct bpf_asm *assembler, uint32_t k, unsigned int then,
		       unsigned int otherwise)
{
	emit(assembler, (struct item){ BPF_JMP | BPF_JEQ | BPF_K, k, then, otherwise, 0, 0 });
}

void bpf_emit_if_at_least(struct bpf_asm *assembler, uint32_t k, unsigned int then,
			  unsigned int otherwise)
{
	emit(assembler, (struct item){ BPF_JMP | BPF_JGE | BPF_K, k, then, otherwise, 0, 0 });
}

void bpf_emit_if_any_bit(struct bpf_asm *assembler, uint32_t k, unsigned int then,
			 unsigned int otherwise)
{
	emit(assembler, (struct item){ BPF_JMP | BPF_JSET | BPF_K, k, then, otherwise, 0, 0 });
}

void bpf_emit_goto(struct bpf_asm *assembler, unsigned int label)
{
	emit(assembler, (struct item){ .code = BPF_JMP | BPF_JA, .then = label });
}

void bpf_emit_return(struct bpf_asm *assembler, uint32_t action)
{
	emit(assembler, (struct item){ .code = BPF_RET | BPF_K, .k = action });
}

/* A single arm with a label needs no code of its own: jumps go straight there. */
static unsigned int direct_target(const struct bpf_arm *arms, size_t count)
{
	return count == 1 ? arms->label : BPF_NEXT;
}

void bpf_emit_search(struct bpf_asm *assembler, const struct bpf_arm *arms, size_t count)
{
	size_t middle = count / 2;
	unsigned int lower, upper, start_of_upper = BPF_NEXT;

	assert(count > 0);
	if (count == 1) {
		if (arms->label == BPF_NEXT)
			bpf_emit_return(assembler, arms->action);
		else
			bpf_emit_goto(assembler, arms->label);
		return;
	}
	lower = direct_target(arms, middle);
	upper = direct_target(arms + middle, count - middle);
	/* With the lower half elsewhere, the upper one follows at once. */
	if (upper == BPF_NEXT && lower == BPF_NEXT)
		upper = start_of_upper = bpf_label_new(assembler);
	bpf_emit_if_at_least(assembler, arms[middle].first, upper, lower);
	if (lower == BPF_NEXT)
		bpf_emit_search(assembler, arms, middle);
	if (start_of_upper != BPF_NEXT)
		bpf_label_place(assembler, start_of_upper);
	if (direct_target(arms + middle, count - middle) == BPF_NEXT)
		bpf_emit_search(assembler, arms + middle, count - middle);
}

void bpf_emit_if_member(struct bpf_asm *assembler, const uint32_t *values, size_t count,
			unsigned int then, unsigned int otherwise)
{
	struct bpf_arm arms[2 * BPF_MEMBERS_MAX + 1];
	size_t arm_count = 1;

	assert(count <= BPF_MEMBERS_MAX);
	arms[0] = (struct bpf_arm){ .first = 0, .label = otherwise };
	for (size_t i = 0; i < count; i++) {
		/* The arm that ended before this value begins here: they are one. */
		if (arms[arm_count - 1].first == values[i])
			arm_count--;
		if (arm_count == 0 || arms[arm_count - 1].label != then)
			arms[arm_count++] = (struct bpf_arm){ .first = values[i], .label = then };
		if (values[i] != UINT32_MAX)
			arms[arm_count++] = (struct bpf_arm){ .first = values[i] + 1,
							      .label = otherwise };
	}
	bpf_emit_search(assembler, arms, arm_count);
}

static bool is_conditional(const struct item *item)
{
	return BPF_CLASS(item->code) == BPF_JMP && BPF_OP(item->code) != BPF_JA;
}

static size_t item_size(const struct item *item)
{
	return 1U + item->then_far + item->otherwise_far;
}

/* Where each item starts; one more element: the end. */
static size_t compute_positions(const struct bpf_asm *assembler, size_t *positions)
{
	size_t position = 0;

	for (size_t i = 0; i < assembler->item_count; i++) {
		positions[i] = position;
		position += item_size(&assembler->items[i]);
	}
	positions[assembler->item_count] = position;
	return position;
}

/* Position of what `label`, used by item `index`, means; NOWHERE if not placed behind. */
static size_t find_target(const struct bpf_asm *assembler, const size_t *positions, size_t index,
			  unsigned int label)
{
	size_t place = label == BPF_NEXT ? index + 1 : assembler->places[label];

	if (place == NOWHERE || place <= index || place >= assembler->item_count)
		return NOWHERE;
	return positions[place];
}

static bool is_far(size_t from, size_t target)
{
	return target - from - 1 > UINT8_MAX;
}

/* 1: a jump became far, positions are stale; 0: all fit; -EINVAL: a bad label. */
static int widen_jumps(struct bpf_asm *assembler, const size_t *positions)
{
	int widened = 0;

	for (size_t i = 0; i < assembler->item_count; i++) {
		struct item *item = &assembler->items[i];
		size_t then, otherwise;

		if (BPF_CLASS(item->code) != BPF_JMP)
			continue;
		then = find_target(assembler, positions, i, item->then);
		otherwise = find_target(assembler, positions, i, item->otherwise);
		if (then == NOWHERE || (is_conditional(item) && otherwise == NOWHERE))
			return -EINVAL;
		if (!is_conditional(item))
			continue;
		if (!item->then_far && is_far(positions[i], then)) {
			item->then_far = true;
			widened = 1;
		}
		if (!item->otherwise_far && is_far(positions[i], otherwise)) {
			item->otherwise_far = true;
			widened = 1;
		}
	}
	return widened;
}

static void write_jump(const struct bpf_asm *assembler, const size_t *positions, size_t index,
		       struct sock_filter *insns)
{
	const struct item *item = &assembler->items[index];
	size_t at = positions[index];
	size_t then = find_target(assembler, positions, index, item->then) - at - 1;
	size_t otherwise;

	if (!is_conditional(item)) {
		insns[at] = (struct sock_filter){ .code = item->code, .k = (uint32_t)then };
		return;
	}
	otherwise = find_target(assembler, positions, index, item->otherwise) - at - 1;
	insns[at] = (struct sock_filter){ .code = item->code, .k = item->k };
	insns[at].jt = item->then_far ? 0 : (uint8_t)then;
	insns[at].jf = item->otherwise_far ? item->then_far : (uint8_t)otherwise;
	if (item->then_far)
		insns[at + 1] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (uint32_t)then - 1);
	if (item->otherwise_far) {
		size_t hop = at + 1 + item->then_far;

		insns[hop] = (struct sock_filter)BPF_STMT(
			BPF_JMP | BPF_JA, (uint32_t)(otherwise - 1 - item->then_far));
	}
}

static void write_program(const struct bpf_asm *assembler, const size_t *positions,
			  struct sock_filter *insns)
{
	for (size_t i = 0; i < assembler->item_count; i++) {
		const struct item *item = &assembler->items[i];

		if (BPF_CLASS(item->code) == BPF_JMP)
			write_jump(assembler, positions, i, insns);
		else
			insns[positions[i]] = (struct sock_filter)BPF_STMT(item->code, item->k);
	}
}

int bpf_asm_finish(struct bpf_asm *assembler, TALLOC_CTX *ctx, struct bpf_program **ret_program)
{
	struct bpf_program *program;
	size_t *positions;
	int status;

	if (assembler->out_of_memory)
		return -ENOMEM;
	positions = talloc_array(assembler, size_t, assembler->item_count + 1);
	program = talloc_zero(ctx, struct bpf_program);
	if (positions == NULL || program == NULL) {
		talloc_free(program);
		return -ENOMEM;
	}
	do {
		program->count = compute_positions(assembler, positions);
		status = widen_jumps(assembler, positions);
	} while (status > 0);
	if (status == 0 && program->count > BPF_MAXINSNS)
		status = -E2BIG;
	if (status == 0) {
		program->insns = talloc_array(program, struct sock_filter, program->count);
		status = program->insns == NULL ? -ENOMEM : 0;
	}
	if (status == 0) {
		write_program(assembler, positions, program->insns);
		status = bpf_check(program);
	}
	if (status < 0) {
		talloc_free(program);
		return status;
	}
	*ret_program = program;
	return 0;
}
