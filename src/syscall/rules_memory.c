// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about memory: nothing may take the gate's pages away, for who maps memory of his own
 * there forges the arguments of every window (SECURITY.md E4). Must never let a range pass that
 * could touch the gate; a range that merely comes near stops, and the handler looks exactly.
 */
#include "syscall/rules.h"

#include <errno.h>
#include <sys/mman.h>

/*
 * KERNEL: untagged_addr() drops the top byte of addresses (aarch64 TBI) or bits 57-62 of
 * them (x86 LAM) in munmap, mprotect and madvise: a tagged address is still the gate's.
 */
#define ADDRESS_BITS 0x00ffffffU

/*
 * May [address, address + length) touch the gate? The gate lies within one 4 GiB block;
 * from a block further below, a length under 4 GiB does not reach it.
 */
static void if_near_gate(struct rule *rule, unsigned int address, unsigned int length,
			 unsigned int then, unsigned int otherwise)
{
	uint32_t block = (uint32_t)(rule->config->gate_address >> 32);

	bpf_emit_load_high(rule->assembler, length);
	bpf_emit_if_equal(rule->assembler, 0, BPF_NEXT, then);
	bpf_emit_load_high(rule->assembler, address);
	bpf_emit_and(rule->assembler, ADDRESS_BITS);
	bpf_emit_if_equal(rule->assembler, block, then, BPF_NEXT);
	bpf_emit_if_equal(rule->assembler, block - 1, then, otherwise);
}

static bool is_kept_by_kernel(const struct rule *rule)
{
	return rule->config->mseal_works || rule->config->gate_address == 0;
}

/* What the loader maps is the jail's, and must not stop. MAP_SHARED_VALIDATE has the bit, too. */
static void if_shared(struct rule *rule)
{
	unsigned int shared = bpf_label_new(rule->assembler);
	unsigned int others = bpf_label_new(rule->assembler);

	rule_if_bits(rule, 3, MAP_SHARED, shared, others);
	bpf_label_place(rule->assembler, shared);
	rule_if_bits(rule, 3, MAP_ANONYMOUS, rule_trace(rule), BPF_NEXT);
	rule_if_protected(rule, 4, others);
	bpf_emit_goto(rule->assembler, rule_trace(rule));
	bpf_label_place(rule->assembler, others);
}

/* Without MAP_FIXED the kernel takes free space only; so does MAP_FIXED_NOREPLACE. */
void rule_mmap(struct rule *rule)
{
	if (rule->config->memory_counted)
		if_shared(rule);
	if (!is_kept_by_kernel(rule)) {
		rule_if_bits(rule, 3, MAP_FIXED, BPF_NEXT, rule_allow(rule));
		if_near_gate(rule, 0, 1, rule_trace(rule), BPF_NEXT);
	}
	rule_end_allow(rule);
}

void rule_unmap(struct rule *rule)
{
	if (!is_kept_by_kernel(rule))
		if_near_gate(rule, 0, 1, rule_trace(rule), BPF_NEXT);
	rule_end_allow(rule);
}

/*
 * Both ends: what is moved away, and with MREMAP_FIXED what it lands on, and what lies behind that
 * (RING_MOST in memory_guard.c): one block more.
 */
void rule_mremap(struct rule *rule)
{
	if (!is_kept_by_kernel(rule)) {
		if_near_gate(rule, 0, 1, rule_trace(rule), BPF_NEXT);
		rule_if_bits(rule, 3, MREMAP_FIXED, BPF_NEXT, rule_allow(rule));
		bpf_emit_load_high(rule->assembler, 4);
		bpf_emit_and(rule->assembler, ADDRESS_BITS);
		bpf_emit_if_equal(rule->assembler, (uint32_t)(rule->config->gate_address >> 32) - 2,
				  rule_trace(rule), BPF_NEXT);
		if_near_gate(rule, 4, 2, rule_trace(rule), BPF_NEXT);
	}
	rule_end_allow(rule);
}

/* Where ptjail does without it the loader does, too: then it is as on a host that has none. */
void rule_mseal(struct rule *rule)
{
	if (is_kept_by_kernel(rule))
		rule_end_allow(rule);
	else
		rule_end_refuse(rule, ENOSYS);
}

/* MADV_DONTFORK passes mseal and drops the gate in the next child. */
void rule_madvise(struct rule *rule)
{
	if (rule->config->gate_address != 0) {
		rule_if_int(rule, 2, MADV_DONTFORK, BPF_NEXT, rule_allow(rule));
		if_near_gate(rule, 0, 1, rule_trace(rule), BPF_NEXT);
	}
	rule_end_allow(rule);
}
