// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about names that lie in the gate: the windows, calls that the kernel confines by itself
 * because name and `how` are exactly ours, and lead nowhere but where the descriptor is.
 */
#include "syscall/rules.h"

#include <fcntl.h>
#include <linux/openat2.h>

#include "gate/gate.h"
#include "gate/words.h"
#include "util/broken.h"

static uint32_t high_word(uint64_t value)
{
	return (uint32_t)(value >> 32);
}

/*
 * The pointer is exactly that of one of `count` things of `size` bytes (a power of two), which lie
 * at the `offset` of the gate: goes on, else traced. One between two of them is a piece of one.
 */
static void only_gate(struct rule *rule, unsigned int argument, uint64_t offset, uint32_t size,
		      uint32_t count)
{
	uint64_t first = rule->config->gate_address + offset;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int trace = rule_trace(rule);

	bpf_emit_load_high(assembler, argument);
	bpf_emit_if_equal(assembler, high_word(first), BPF_NEXT, trace);
	bpf_emit_load_low(assembler, argument);
	bpf_emit_sub(assembler, (uint32_t)first);
	bpf_emit_if_at_least(assembler, count * size, trace, BPF_NEXT);
	bpf_emit_and(assembler, size - 1);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
}

/* The `how` is known to be an entry; it has to be one of these `count`. */
static void only_entries(struct rule *rule, uint32_t first, uint32_t count)
{
	bpf_emit_load_low(rule->assembler, 2);
	bpf_emit_sub(rule->assembler, (uint32_t)(rule->config->gate_address + GATE_HOWS_OFFSET +
						 first * sizeof(struct gate_how)));
	bpf_emit_if_at_least(rule->assembler, count * (uint32_t)sizeof(struct gate_how),
			     rule_trace(rule), rule_allow(rule));
}

/*
 * Where owners are faked, of these entries only those that read, and perhaps those that create what
 * is new: what a write takes from a file that is there is in the database.
 */
static void only_root_entries(struct rule *rule, uint32_t first, uint32_t count)
{
	uint32_t beyond = rule->config->root_changes ? GATE_HOW_NEW : GATE_HOW_ROOT_READ;
	unsigned int others = bpf_label_new(rule->assembler);

	bpf_emit_load_low(rule->assembler, 2);
	bpf_emit_sub(rule->assembler, (uint32_t)(rule->config->gate_address + GATE_HOWS_OFFSET +
						 first * sizeof(struct gate_how)));
	bpf_emit_if_at_least(rule->assembler, GATE_HOW_WRITE * (uint32_t)sizeof(struct gate_how),
			     others, rule_allow(rule));
	bpf_label_place(rule->assembler, others);
	if (count > beyond)
		only_entries(rule, first + beyond, count - beyond);
	else
		bpf_emit_goto(rule->assembler, rule_trace(rule));
}

/* Which entries serve, of `count` from `first` on. */
static void only_some_entries(struct rule *rule, uint32_t first, uint32_t count)
{
	if (rule->config->fake_root && count > GATE_HOW_WRITE)
		only_root_entries(rule, first, count);
	else
		only_entries(rule, first, count);
}

/* The third argument is exactly an entry of the gate's table, the fourth exactly its size. */
static void only_hows(struct rule *rule)
{
	struct bpf_asm *assembler = rule->assembler;
	unsigned int trace = rule_trace(rule);

	only_gate(rule, 2, GATE_HOWS_OFFSET, sizeof(struct gate_how), GATE_HOW_ALL);
	bpf_emit_load_high(assembler, 3);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 3);
	bpf_emit_if_equal(assembler, sizeof(struct open_how), BPF_NEXT, trace);
}

/* The name is exactly one of the gate's, and the entry creates nothing and follows no link. */
static void only_devices(struct rule *rule)
{
	if (BROKEN_DEVICES) {
		only_entries(rule, GATE_HOW_READ, GATE_HOW_ALL);
		return;
	}
	only_gate(rule, 1, GATE_DEVICES_OFFSET, GATE_DEVICE_SIZE, GATE_DEVICE_COUNT);
	only_entries(rule, GATE_HOW_READ, GATE_HOW_WRITE + GATE_HOW_WRITE_BITS);
}

/*
 * The windows: openat2 with a `how` that is exactly an entry of the gate's table. A pointer
 * between two entries would lose RESOLVE_BENEATH, so the alignment counts as much as the
 * range. From a mount's descriptor, all entries that stay beneath it; from that of "/" also
 * those that follow links inside it; from any other descriptor, those of the configuration. From
 * the host's /dev a name of the gate's only.
 */
void rule_openat2(struct rule *rule)
{
	const struct filter_config *config = rule->config;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int others = bpf_label_new(assembler);
	unsigned int mounts = bpf_label_new(assembler);
	unsigned int devices = bpf_label_new(assembler);
	unsigned int tracers = config->guest_fd_devices == 0 ? rule_trace(rule) : devices;

	if (config->gate_address == 0 ||
	    (config->guest_fd_mounts == 0 && config->dirfd_entries == 0 &&
	     config->guest_fd_devices == 0)) {
		rule_end_trace(rule);
		return;
	}
	only_hows(rule);
	bpf_emit_load_low(assembler, 0);
	bpf_emit_sub(assembler, config->guest_fd_base);
	bpf_emit_if_at_least(assembler, config->guest_fd_count, others, BPF_NEXT);
	if (config->guest_fd_mounts == 0) {
		bpf_emit_goto(assembler, tracers);
	} else {
		bpf_emit_if_at_least(assembler, config->guest_fd_mounts, tracers, BPF_NEXT);
		if (config->guest_fd_root) {
			bpf_emit_if_equal(assembler, 0, BPF_NEXT, mounts);
			only_some_entries(rule, GATE_HOW_READ, GATE_HOW_COUNT);
			bpf_label_place(assembler, mounts);
		}
		only_some_entries(rule, GATE_HOW_READ, GATE_HOW_ROOT_READ);
	}
	if (config->guest_fd_devices != 0) {
		bpf_label_place(assembler, devices);
		bpf_emit_if_equal(assembler, config->guest_fd_devices - config->guest_fd_base,
				  BPF_NEXT, rule_trace(rule));
		only_devices(rule);
	}
	bpf_label_place(assembler, others);
	if (config->dirfd_entries == 0)
		bpf_emit_goto(assembler, rule_trace(rule));
	else
		only_some_entries(rule, GATE_HOW_ANY, config->dirfd_entries);
	rule_end_trace(rule);
}

/*
 * unlinkat with a pointer that is exactly a word's (gate/words.h): it stays in the directory that
 * the descriptor is. From the cwd and any descriptor of the guest's and each mount's, where files
 * may be made by entries of the table; not from what else is protected.
 */
void rule_remove(struct rule *rule)
{
	const struct filter_config *config = rule->config;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int trace = rule_trace(rule);
	unsigned int allow = rule_allow(rule);

	if (config->gate_address == 0 || config->dirfd_entries != GATE_HOW_ROOT_READ ||
	    config->fake_root) {
		rule_end_trace(rule);
		return;
	}
	if (BROKEN_WORDS) {
		rule_end_allow(rule);
		return;
	}
	only_gate(rule, 1, GATE_WORDS_OFFSET, GATE_WORD_SIZE,
		  sizeof(struct gate_words) / GATE_WORD_SIZE);
	if (config->guest_fd_count != 0) {
		bpf_emit_load_low(assembler, 0);
		bpf_emit_sub(assembler, config->guest_fd_base);
		bpf_emit_if_at_least(assembler, config->guest_fd_count, allow, BPF_NEXT);
		bpf_emit_if_at_least(assembler, config->guest_fd_mounts, trace, allow);
	}
	rule_end_allow(rule);
}

/*
 * A change of what a descriptor is of, a handle (O_PATH) or not: exactly the gate's own string
 * (GATE_ITSELF_OFFSET) with exactly AT_EMPTY_PATH. Where files may be made by entries of the table,
 * from any descriptor but what is protected; elsewhere BPF_NEXT.
 */
static void allow_itself(struct rule *rule, unsigned int flags)
{
	const struct filter_config *config = rule->config;
	uint64_t itself = config->gate_address + GATE_ITSELF_OFFSET;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int others = bpf_label_new(assembler);

	if (config->gate_address != 0 && config->dirfd_entries == GATE_HOW_ROOT_READ &&
	    !config->fake_root && !config->read_only) {
		if (BROKEN_ITSELF)
			bpf_emit_goto(assembler, rule_allow(rule));
		bpf_emit_load_high(assembler, 1);
		bpf_emit_if_equal(assembler, high_word(itself), BPF_NEXT, others);
		bpf_emit_load_low(assembler, 1);
		bpf_emit_if_equal(assembler, (uint32_t)itself, BPF_NEXT, others);
		rule_if_int(rule, flags, AT_EMPTY_PATH, BPF_NEXT, rule_trace(rule));
		rule_if_protected(rule, 0, rule_trace(rule));
		bpf_emit_goto(assembler, rule_allow(rule));
	}
	bpf_label_place(assembler, others);
}

void rule_itself_mode(struct rule *rule)
{
	allow_itself(rule, 3);
	rule_end_trace(rule);
}

void rule_itself_owner(struct rule *rule)
{
	allow_itself(rule, 4);
	rule_end_trace(rule);
}

void rule_itself_times(struct rule *rule)
{
	allow_itself(rule, 3);
	rule_fd_times(rule);
}

/*
 * Attributes of what a thread holds, a handle (O_PATH) or not: exactly one of the gate's names of
 * descriptors, which leads to that and nowhere else. Only where there are windows: what is judged
 * piece by piece is looked at by the tracer.
 */
void rule_handle_look(struct rule *rule)
{
	if (rule->config->gate_address == 0 || rule->config->guest_fd_mounts == 0 ||
	    rule->config->fake_root) {
		rule_end_trace(rule);
		return;
	}
	if (BROKEN_FD_NAMES) {
		rule_end_allow(rule);
		return;
	}
	only_gate(rule, 0, GATE_FD_NAMES_OFFSET, GATE_FD_NAME_SIZE, GATE_FD_NAME_COUNT);
	rule_end_allow(rule);
}
