// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about descriptors: calls that act on what a descriptor is of, and those that move or close
 * descriptors, of which the protected ones are left out.
 */
#include "syscall/rules.h"

#include <errno.h>
#include <fcntl.h>

#include "gate/gate.h"

/*
 * Native where the call acts on the descriptor itself: path NULL (KERNEL: 6.11 takes it,
 * older ones answer EFAULT), or exactly the gate's empty string with exactly AT_EMPTY_PATH.
 * `flags`: their argument, or NO_FLAGS.
 */
#define NO_FLAGS 6U
static void only_descriptor(struct rule *rule, unsigned int flags)
{
	uint64_t empty = rule->config->gate_address + GATE_EMPTY_OFFSET;
	unsigned int allow = rule_allow(rule);
	unsigned int trace = rule_trace(rule);

	if (rule->config->gate_address != 0) {
		unsigned int elsewhere = bpf_label_new(rule->assembler);

		bpf_emit_load_high(rule->assembler, 1);
		bpf_emit_if_equal(rule->assembler, (uint32_t)(empty >> 32), BPF_NEXT, elsewhere);
		if (flags != NO_FLAGS)
			rule_if_int(rule, flags, AT_EMPTY_PATH, BPF_NEXT, trace);
		rule_if_int(rule, 1, (uint32_t)empty, allow, trace);
		bpf_label_place(rule->assembler, elsewhere);
	}
	rule_if_null(rule, 1, allow, BPF_NEXT);
	rule_end_trace(rule);
}

void rule_stat_fd(struct rule *rule)
{
	if (rule->config->fake_root)
		rule_end_trace(rule);
	else
		only_descriptor(rule, 3);
}

/*
 * Where owners are faked, a program's own question for a descriptor stops, also with path NULL;
 * only with the gate's empty string, as in-process code asks, it is answered by the host, whose
 * ids and modes are no secret.
 */
void rule_statx_fd(struct rule *rule)
{
	if (!rule->config->fake_root) {
		only_descriptor(rule, 2);
		return;
	}
	rule_if_null(rule, 1, rule_trace(rule), BPF_NEXT);
	only_descriptor(rule, 2);
}

/* A listing shows types: those of faked devices, and names that are not there. */
void rule_list(struct rule *rule)
{
	if (rule->config->merged) {
		rule_end_trace(rule);
		return;
	}
	if (rule->config->fake_root) {
		bpf_emit_load_high(rule->assembler, 0);
		bpf_emit_if_equal(rule->assembler, GATE_FD_MARK, BPF_NEXT, rule_trace(rule));
		rule_if_protected(rule, 0, rule_trace(rule));
	}
	rule_end_allow(rule);
}

/* W_OK of a file of a read-only mount is EROFS, which only the tracer knows. */
void rule_access_fd(struct rule *rule)
{
	if (rule->config->fake_root || rule->config->read_only)
		rule_end_trace(rule);
	else
		only_descriptor(rule, 3);
}

void rule_readlink_fd(struct rule *rule)
{
	only_descriptor(rule, NO_FLAGS);
}

/* A descriptor's file is changed, natively if nobody has to be asked or told. */
static void end_change(struct rule *rule)
{
	if (rule->config->root_changes) {
		bpf_emit_load_high(rule->assembler, 0);
		bpf_emit_if_equal(rule->assembler, GATE_FD_MARK, rule_allow(rule),
				  rule_trace(rule));
	}
	if (rule->config->fake_root || rule->config->read_only)
		rule_end_trace(rule);
	else
		rule_end_allow(rule);
}

/* utimensat(fd, NULL, ...) is futimens. */
void rule_fd_times(struct rule *rule)
{
	rule_if_null(rule, 1, BPF_NEXT, rule_trace(rule));
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	end_change(rule);
}

void rule_fd_attributes(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	if (rule->config->fake_root || rule->config->read_only)
		rule_end_trace(rule);
	else
		rule_end_allow(rule);
}

/* The host's own attributes, of the file that the descriptor is of. */
void rule_fd_look(struct rule *rule)
{
	if (!rule->config->fake_root) {
		rule_end_allow(rule);
		return;
	}
	rule_if_protected(rule, 0, rule_trace(rule));
	end_change(rule);
}

/* No set-id bit gets to the host this way. */
void rule_fd_mode(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	if (rule->config->root_changes)
		rule_if_bits(rule, 1, ~0777U, rule_trace(rule), BPF_NEXT);
	end_change(rule);
}

/* Marked, it is a change of nothing. */
void rule_fd_owner(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	if (rule->config->root_changes) {
		rule_if_int(rule, 1, UINT32_MAX, BPF_NEXT, rule_trace(rule));
		rule_if_int(rule, 2, UINT32_MAX, BPF_NEXT, rule_trace(rule));
	}
	end_change(rule);
}

void rule_unprotected(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_end_allow(rule);
}

void rule_unprotected_pair(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_if_protected(rule, 1, rule_refuse(rule, EBADF));
	rule_end_allow(rule);
}

/*
 * The tracer has the caller put something into a seat (sock_seat.h), also what is protected itself;
 * the guest's own is EBADF.
 */
void rule_dup3(struct rule *rule)
{
	const struct filter_config *config = rule->config;

	if (config->guest_fd_seats != 0) {
		unsigned int elsewhere = bpf_label_new(rule->assembler);

		bpf_emit_load_low(rule->assembler, 1);
		bpf_emit_sub(rule->assembler, config->guest_fd_seats);
		bpf_emit_if_at_least(rule->assembler,
				     config->guest_fd_base + config->guest_fd_count -
					     config->guest_fd_seats,
				     elsewhere, rule_trace(rule));
		bpf_label_place(rule->assembler, elsewhere);
	}
	rule_unprotected_pair(rule);
}

#ifndef CLOSE_RANGE_UNSHARE
#define CLOSE_RANGE_UNSHARE 2U
#endif

/* Unsharing too: which threads share descriptors is kept track of. */
void rule_close_range(struct rule *rule)
{
	rule_if_bits(rule, 2, CLOSE_RANGE_UNSHARE, rule_trace(rule), BPF_NEXT);
	if (rule->config->guest_fd_count != 0) {
		bpf_emit_load_low(rule->assembler, 1);
		bpf_emit_if_at_least(rule->assembler, rule->config->guest_fd_base, rule_trace(rule),
				     BPF_NEXT);
	}
	rule_end_allow(rule);
}
