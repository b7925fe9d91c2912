// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * From the table to the filter. Laid out for the kernel's bitmap of constant actions (5.11):
 * architecture, number, a binary search over numbers whose leaves return at once; only rows
 * with a rule load arguments, in code behind the search. Must never let a number fall into
 * a neighbour's leaf: every number from 0 up belongs to exactly one arm.
 */
#include "syscall/filter.h"

#include <errno.h>
#include <linux/audit.h>

#include "gate/gate.h"
#include "syscall/files_limit.h"
#include "syscall/rules.h"

/* Numbers from here on have no rows on any architecture. */
#define NUMBER_END 1024U

/* The call was skipped by a tracer, ours: there is nothing to judge. */
#define NUMBER_NONE 0xffffffffU

struct arch_facts {
	uint32_t audit;
	uint32_t foreign_bit; /* in numbers of another ABI that has the same audit word; 0: none */
};

static const struct arch_facts archs[TABLE_ARCH_COUNT] = {
	[TABLE_X86_64] = { AUDIT_ARCH_X86_64, 0x40000000U }, /* x32 */
	[TABLE_AARCH64] = { AUDIT_ARCH_AARCH64, 0 },
};

struct build {
	const struct filter_config *config;
	struct bpf_asm *assembler;
	unsigned int rule_labels[RULE_COUNT]; /* BPF_NEXT: no row asked for it */
};

static bool is_consistent(const struct filter_config *config)
{
	uint64_t gate = config->gate_address;

	if (config->guest_fd_mounts > config->guest_fd_count ||
	    (config->guest_fd_root && config->guest_fd_mounts == 0) ||
	    config->dirfd_entries > GATE_HOW_ROOT_READ)
		return false;
	if (config->guest_fd_devices != 0 &&
	    (config->guest_fd_devices < config->guest_fd_base + config->guest_fd_mounts ||
	     config->guest_fd_devices >= config->guest_fd_base + config->guest_fd_count))
		return false;
	if (config->guest_fd_seats != 0 &&
	    (config->guest_fd_seats < config->guest_fd_base + config->guest_fd_mounts ||
	     config->guest_fd_seats >= config->guest_fd_base + config->guest_fd_count))
		return false;
	if (config->root_changes && (!config->fake_root || config->read_only))
		return false;
	if (config->guest_fd_base > INT32_MAX || config->guest_fd_count > INT32_MAX)
		return false;
	return gate == 0 || (gate >> 32 > 1 && (gate & UINT32_MAX) + GATE_SIZE <= 1ULL << 32);
}

static unsigned int active_conditions(const struct filter_config *config)
{
	return (config->fake_root ? COND_FAKE_ROOT : 0) | (config->merged ? COND_MERGED : 0) |
	       (config->unix_names ? COND_UNIX_NAMES : 0) |
	       (config->births_counted ? COND_BIRTHS_COUNTED : 0) |
	       (config->memory_counted ? COND_MEMORY_COUNTED : 0) |
	       (config->sizes_counted ? COND_SIZES_COUNTED : 0) |
	       (config->net_judged ? COND_NET_JUDGED : 0) | (config->uname ? COND_UNAME : 0) |
	       (config->domains_told ? COND_SOCKETS_TOLD : 0);
}

/* What happens to calls with this row (NULL: none), as an arm that starts at `first`. */
static struct bpf_arm make_arm(struct build *build, const struct syscall_row *row, uint32_t first)
{
	struct bpf_arm arm = { .first = first, .action = SECCOMP_RET_TRACE, .label = BPF_NEXT };

	if (row == NULL || (build->config->files_counted && row->route != ROUTE_DENY &&
			    files_limit_concerns(row->id)))
		return arm;
	switch (row->route) {
	case ROUTE_NATIVE:
		arm.action = SECCOMP_RET_ALLOW;
		break;
	case ROUTE_TRACE:
		break;
	case ROUTE_DENY:
		arm.action = SECCOMP_RET_ERRNO | (uint32_t)row->refusal;
		break;
	case ROUTE_RULE:
		if (build->rule_labels[row->rule] == BPF_NEXT)
			build->rule_labels[row->rule] = bpf_label_new(build->assembler);
		arm.action = 0;
		arm.label = build->rule_labels[row->rule];
		break;
	case ROUTE_NATIVE_UNLESS:
		if (!(row->conditions & active_conditions(build->config)))
			arm.action = SECCOMP_RET_ALLOW;
		break;
	}
	return arm;
}

static void emit_numbers(struct build *build, enum table_arch arch)
{
	struct bpf_arm arms[NUMBER_END + 3];
	size_t count = 0;

	for (uint32_t number = 0; number <= NUMBER_END; number++) {
		struct bpf_arm arm = make_arm(build, table_by_number(arch, number), number);

		if (count > 0 && arm.action == arms[count - 1].action &&
		    arm.label == arms[count - 1].label)
			continue;
		arms[count++] = arm;
	}
	if (archs[arch].foreign_bit != 0)
		arms[count++] = (struct bpf_arm){ .first = archs[arch].foreign_bit,
						  .action = SECCOMP_RET_ERRNO | ENOSYS,
						  .label = BPF_NEXT };
	arms[count++] = (struct bpf_arm){ .first = NUMBER_NONE,
					  .action = SECCOMP_RET_ALLOW,
					  .label = BPF_NEXT };
	bpf_emit_search(build->assembler, arms, count);
}

static void emit_rules(struct build *build)
{
	for (enum rule_id id = 0; id < RULE_COUNT; id++) {
		if (build->rule_labels[id] == BPF_NEXT)
			continue;
		bpf_label_place(build->assembler, build->rule_labels[id]);
		rule_emit(id, build->assembler, build->config);
	}
}

int filter_build_for(TALLOC_CTX *ctx, enum table_arch arch, const struct filter_config *config,
		     struct bpf_program **ret_program)
{
	struct build build = { .config = config };
	unsigned int ours;
	int status;

	if (!is_consistent(config))
		return -EINVAL;
	build.assembler = bpf_asm_new(ctx);
	if (build.assembler == NULL)
		return -ENOMEM;
	ours = bpf_label_new(build.assembler);
	bpf_emit_load_arch(build.assembler);
	bpf_emit_if_equal(build.assembler, archs[arch].audit, ours, BPF_NEXT);
	bpf_emit_return(build.assembler, SECCOMP_RET_KILL_PROCESS);
	bpf_label_place(build.assembler, ours);
	bpf_emit_load_number(build.assembler);
	emit_numbers(&build, arch);
	emit_rules(&build);
	status = bpf_asm_finish(build.assembler, ctx, ret_program);
	talloc_free(build.assembler);
	return status;
}

int filter_build(TALLOC_CTX *ctx, const struct filter_config *config,
		 struct bpf_program **ret_program)
{
	return filter_build_for(ctx, table_native_arch(), config, ret_program);
}
