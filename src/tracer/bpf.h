/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Classic BPF as seccomp uses it: an assembler with labels, the kernel's check and an
 * evaluator in user space. Knows no system call; what a program means is its author's
 * business (syscall/filter.h).
 *
 * The evaluator decides in place of the kernel where the host has no seccomp, and lets
 * tests run a filter over every number and argument. Its semantics are those of
 * kernel/seccomp.c: loads of 32-bit words of struct seccomp_data in host order, only
 * forward jumps, ALLOW 0x7fff0000 ... KILL_PROCESS 0x80000000 as results.
 */
#ifndef PTJAIL_TRACER_BPF_H
#define PTJAIL_TRACER_BPF_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "util/compiler.h"

/* `insns` is a talloc child of the program; what `struct sock_fprog` wants. */
struct bpf_program {
	struct sock_filter *insns;
	size_t count; /* 1 .. BPF_MAXINSNS (4096) */
};

/*
 * 0 when the kernel would take the program for seccomp: known instructions, aligned loads
 * inside seccomp_data, jumps that stay inside, a return at the end, scratch words written
 * before they are read. Else -EINVAL; -ENOMEM.
 */
int bpf_check(const struct bpf_program *program) MUST_CHECK;

/*
 * The value that the program returns (SECCOMP_RET_* | data). An instruction that the
 * kernel would refuse, or running off the end, gives SECCOMP_RET_KILL_PROCESS.
 */
uint32_t bpf_eval(const struct bpf_program *program, const struct seccomp_data *data) MUST_CHECK;

/* The same, and covered[i] = 1 for each instruction executed (program->count bytes). */
uint32_t bpf_eval_covering(const struct bpf_program *program, const struct seccomp_data *data,
			   unsigned char *covered) MUST_CHECK;

/*
 * The assembler. Emitters cannot fail: the first lack of memory is remembered, and
 * bpf_asm_finish answers for it. A label is made, used as a target any number of times,
 * and placed once, behind all its uses (BPF jumps only forward). Conditional jumps that
 * come out longer than 255 instructions get a trampoline.
 */
struct bpf_asm;

/* As a target: the instruction that follows. */
#define BPF_NEXT 0U

/* NULL: no memory. */
struct bpf_asm *bpf_asm_new(TALLOC_CTX *ctx);

unsigned int bpf_label_new(struct bpf_asm *assembler);
void bpf_label_place(struct bpf_asm *assembler, unsigned int label);
/* Does anything emitted so far go there? */
bool bpf_label_is_used(const struct bpf_asm *assembler, unsigned int label);

/* A = a 32-bit word of seccomp_data; argument halves by significance. */
void bpf_emit_load_arch(struct bpf_asm *assembler);
void bpf_emit_load_number(struct bpf_asm *assembler);
void bpf_emit_load_low(struct bpf_asm *assembler, unsigned int argument);
void bpf_emit_load_high(struct bpf_asm *assembler, unsigned int argument);

/* A &= k, A -= k. */
void bpf_emit_and(struct bpf_asm *assembler, uint32_t k);
void bpf_emit_sub(struct bpf_asm *assembler, uint32_t k);

/* A == k, A >= k, (A & k) != 0; unsigned. */
void bpf_emit_if_equal(struct bpf_asm *assembler, uint32_t k, unsigned int then,
		       unsigned int otherwise);
void bpf_emit_if_at_least(struct bpf_asm *assembler, uint32_t k, unsigned int then,
			  unsigned int otherwise);
void bpf_emit_if_any_bit(struct bpf_asm *assembler, uint32_t k, unsigned int then,
			 unsigned int otherwise);
void bpf_emit_goto(struct bpf_asm *assembler, unsigned int label);
void bpf_emit_return(struct bpf_asm *assembler, uint32_t action);

/*
 * One arm of a decision over A: from `first` up to the next arm's `first`. With `label`
 * BPF_NEXT the arm returns `action`, else it goes to the label.
 */
struct bpf_arm {
	uint32_t first;
	uint32_t action;
	unsigned int label;
};

/* Balanced binary search over A; arms ascend by `first` and arms[0].first is 0. */
void bpf_emit_search(struct bpf_asm *assembler, const struct bpf_arm *arms, size_t count);

/*
 * For A in values[] (ascending, at most BPF_MEMBERS_MAX) `then`, else `otherwise`; labels,
 * neither BPF_NEXT. The code falls through to nothing: place a label next.
 */
#define BPF_MEMBERS_MAX 96
void bpf_emit_if_member(struct bpf_asm *assembler, const uint32_t *values, size_t count,
			unsigned int then, unsigned int otherwise);

/*
 * The finished program, a talloc child of `ctx`. -ENOMEM; -E2BIG beyond BPF_MAXINSNS;
 * -EINVAL when a label was used and not placed behind its uses.
 */
int bpf_asm_finish(struct bpf_asm *assembler, TALLOC_CTX *ctx,
		   struct bpf_program **ret_program) MUST_CHECK;

#endif
