/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The rules of the table: small functions that write the filter's code for rows which are
 * decided by their arguments. Only filter.c calls them, only rules_*.c holds them.
 *
 * A rule reads as a list of tests; each test goes to a label: an answer (rule_allow,
 * rule_trace, rule_refuse) or BPF_NEXT. It ends with rule_end, the answer to what no test
 * caught. int-sized arguments are compared by their low half only, as the kernel reads
 * them (SECURITY.md E42).
 */
#ifndef PTJAIL_SYSCALL_RULES_H
#define PTJAIL_SYSCALL_RULES_H

#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

#include "syscall/filter.h"
#include "syscall/table.h"
#include "tracer/bpf.h"

#define RULE_ANSWERS_MAX 6

struct rule {
	struct bpf_asm *assembler;
	const struct filter_config *config;
	size_t answer_count; /* answers in use; each is one instruction at the rule's end */
	uint32_t actions[RULE_ANSWERS_MAX];
	unsigned int labels[RULE_ANSWERS_MAX];
};

/* Writes the code of rule `id`: entered with anything in A, it returns on every way. */
void rule_emit(enum rule_id id, struct bpf_asm *assembler, const struct filter_config *config);

#define RULE_DEF(name, text) void rule_##name(struct rule *rule);
#include "syscall/rules.def"
#undef RULE_DEF

/* Labels of answers. */
unsigned int rule_allow(struct rule *rule);
unsigned int rule_trace(struct rule *rule);
unsigned int rule_refuse(struct rule *rule, int error);

/* The end of a rule: allow or trace what no test caught, or refuse it with `error`. */
void rule_end_allow(struct rule *rule);
void rule_end_trace(struct rule *rule);
void rule_end_refuse(struct rule *rule, int error);

/* int argument == value: `then`, else `otherwise`. */
void rule_if_int(struct rule *rule, unsigned int argument, uint32_t value, unsigned int then,
		 unsigned int otherwise);

/* Any of `bits` in the low half. */
void rule_if_bits(struct rule *rule, unsigned int argument, uint32_t bits, unsigned int then,
		  unsigned int otherwise);

/* All 64 bits are 0 (a NULL pointer). */
void rule_if_null(struct rule *rule, unsigned int argument, unsigned int then,
		  unsigned int otherwise);

/* int argument among values (any order, at most RULE_VALUES_MAX): `then`, else goes on. */
#define RULE_VALUES_MAX BPF_MEMBERS_MAX
void rule_if_among(struct rule *rule, unsigned int argument, const uint32_t *values, size_t count,
		   unsigned int then);

/* The int argument is a protected descriptor: `then`, else goes on. */
void rule_if_protected(struct rule *rule, unsigned int argument, unsigned int then);

#endif
