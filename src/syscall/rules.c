// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * What rules are made of: answers and tests. Knows no system call; must never leave a way
 * through a rule's code that ends in no answer.
 */
#include "syscall/rules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static unsigned int answer(struct rule *rule, uint32_t action)
{
	for (size_t i = 0; i < rule->answer_count; i++) {
		if (rule->actions[i] == action)
			return rule->labels[i];
	}
	assert(rule->answer_count < RULE_ANSWERS_MAX);
	rule->actions[rule->answer_count] = action;
	rule->labels[rule->answer_count] = bpf_label_new(rule->assembler);
	return rule->labels[rule->answer_count++];
}

unsigned int rule_allow(struct rule *rule)
{
	return answer(rule, SECCOMP_RET_ALLOW);
}

unsigned int rule_trace(struct rule *rule)
{
	return answer(rule, SECCOMP_RET_TRACE);
}

unsigned int rule_refuse(struct rule *rule, int error)
{
	return answer(rule, SECCOMP_RET_ERRNO | (uint32_t)error);
}

static void emit_answer(struct rule *rule, size_t index)
{
	bpf_label_place(rule->assembler, rule->labels[index]);
	bpf_emit_return(rule->assembler, rule->actions[index]);
}

/*
 * The tests fall through to `last`; the other answers follow it, but for those that this
 * configuration has no way to.
 */
static void end(struct rule *rule, uint32_t last)
{
	(void)answer(rule, last);
	for (size_t i = 0; i < rule->answer_count; i++) {
		if (rule->actions[i] == last)
			emit_answer(rule, i);
	}
	for (size_t i = 0; i < rule->answer_count; i++) {
		if (rule->actions[i] != last && bpf_label_is_used(rule->assembler, rule->labels[i]))
			emit_answer(rule, i);
	}
}

void rule_end_allow(struct rule *rule)
{
	end(rule, SECCOMP_RET_ALLOW);
}

void rule_end_trace(struct rule *rule)
{
	end(rule, SECCOMP_RET_TRACE);
}

void rule_end_refuse(struct rule *rule, int error)
{
	end(rule, SECCOMP_RET_ERRNO | (uint32_t)error);
}

void rule_if_int(struct rule *rule, unsigned int argument, uint32_t value, unsigned int then,
		 unsigned int otherwise)
{
	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_if_equal(rule->assembler, value, then, otherwise);
}

void rule_if_bits(struct rule *rule, unsigned int argument, uint32_t bits, unsigned int then,
		  unsigned int otherwise)
{
	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_if_any_bit(rule->assembler, bits, then, otherwise);
}

void rule_if_null(struct rule *rule, unsigned int argument, unsigned int then,
		  unsigned int otherwise)
{
	unsigned int no = otherwise == BPF_NEXT ? bpf_label_new(rule->assembler) : otherwise;

	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_if_equal(rule->assembler, 0, BPF_NEXT, no);
	bpf_emit_load_high(rule->assembler, argument);
	bpf_emit_if_equal(rule->assembler, 0, then, no);
	if (otherwise == BPF_NEXT)
		bpf_label_place(rule->assembler, no);
}

static int compare_values(const void *left, const void *right)
{
	uint32_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

void rule_if_among(struct rule *rule, unsigned int argument, const uint32_t *values, size_t count,
		   unsigned int then)
{
	unsigned int otherwise = bpf_label_new(rule->assembler);
	uint32_t sorted[RULE_VALUES_MAX];

	assert(count <= RULE_VALUES_MAX);
	memcpy(sorted, values, count * sizeof(*values));
	qsort(sorted, count, sizeof(*sorted), compare_values);
	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_if_member(rule->assembler, sorted, count, then, otherwise);
	bpf_label_place(rule->assembler, otherwise);
}

void rule_if_protected(struct rule *rule, unsigned int argument, unsigned int then)
{
	unsigned int otherwise;

	if (rule->config->guest_fd_count == 0)
		return;
	otherwise = bpf_label_new(rule->assembler);
	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_sub(rule->assembler, rule->config->guest_fd_base);
	bpf_emit_if_at_least(rule->assembler, rule->config->guest_fd_count, otherwise, then);
	bpf_label_place(rule->assembler, otherwise);
}

void rule_emit(enum rule_id id, struct bpf_asm *assembler, const struct filter_config *config)
{
	static void (*const rules[RULE_COUNT])(struct rule *) = {
#define RULE_DEF(name, text) [RULE_##name] = rule_##name,
#include "syscall/rules.def"
#undef RULE_DEF
	};
	struct rule rule = { .assembler = assembler, .config = config };

	rules[id](&rule);
}
