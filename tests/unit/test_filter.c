/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The filter against a second, plain writing-down of the policy: every number on both
 * architectures, in many configurations, over boundary arguments in both halves; every
 * instruction executed. Then the windows byte by byte, and the filter live.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gate/gate.h"
#include "syscall/filter.h"
#include "util/compiler.h"

#define GATE 0x7ea000000000ULL
#define BASE 1024U

static const uint32_t allow = SECCOMP_RET_ALLOW, trace = SECCOMP_RET_TRACE;

static uint32_t refuse(int error)
{
	return SECCOMP_RET_ERRNO | (uint32_t)error;
}

/* --- the policy, once more --------------------------------------------------------------- */

struct question {
	const struct filter_config *config;
	const uint64_t *args;
};

static uint32_t low(const struct question *q, unsigned int index)
{
	return (uint32_t)q->args[index];
}

static bool is_protected(const struct question *q, unsigned int index)
{
	uint64_t fd = low(q, index);

	return fd >= q->config->guest_fd_base &&
	       fd < (uint64_t)q->config->guest_fd_base + q->config->guest_fd_count;
}

static bool in_list(uint32_t value, const uint32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == value)
			return true;
	}
	return false;
}
#define AMONG(value, ...)                                                                          \
	in_list(value, (const uint32_t[]){ __VA_ARGS__ },                                          \
		sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static bool is_device_name(const struct filter_config *config, uint64_t address)
{
	for (uint64_t i = 0; i < GATE_DEVICE_COUNT; i++)
		if (address == config->gate_address + GATE_DEVICES_OFFSET + i * GATE_DEVICE_SIZE)
			return true;
	return false;
}

static uint32_t policy_openat2(const struct question *q)
{
	const struct filter_config *config = q->config;
	uint64_t how = q->args[2], table = config->gate_address + 0x1000;
	uint64_t fd = low(q, 0), first = 0, count = GATE_HOW_ROOT_READ;

	if (config->gate_address == 0 || q->args[3] != 24)
		return trace;
	if (fd < config->guest_fd_base ||
	    fd >= (uint64_t)config->guest_fd_base + config->guest_fd_count) {
		first = GATE_HOW_ANY;
		count = config->dirfd_entries;
	} else if (config->guest_fd_devices != 0 && fd == config->guest_fd_devices) {
		if (!is_device_name(config, q->args[1]))
			return trace;
		count = GATE_HOW_WRITE + GATE_HOW_WRITE_BITS;
	} else if (fd >= (uint64_t)config->guest_fd_base + config->guest_fd_mounts) {
		return trace;
	} else if (fd == config->guest_fd_base && config->guest_fd_root) {
		count = GATE_HOW_COUNT;
	}
	for (uint64_t i = first; i < first + count; i++) {
		uint64_t kind = i >= GATE_HOW_ANY ? i - GATE_HOW_ANY : i;

		if (config->fake_root && kind >= GATE_HOW_WRITE && kind < GATE_HOW_ROOT_READ &&
		    (config->guest_fd_devices == 0 || fd != config->guest_fd_devices) &&
		    !(config->root_changes && kind >= GATE_HOW_NEW))
			continue;
		if (how == table + i * 32)
			return allow;
	}
	return trace;
}

static uint32_t policy_remove(const struct question *q)
{
	const struct filter_config *config = q->config;
	uint64_t word = q->args[1] - config->gate_address - GATE_WORDS_OFFSET;

	if (config->gate_address == 0 || config->dirfd_entries != GATE_HOW_ROOT_READ ||
	    config->fake_root || word >= GATE_WORDS_ROOM || word % 64 != 0)
		return trace;
	return is_protected(q, 0) && low(q, 0) - config->guest_fd_base >= config->guest_fd_mounts
		       ? trace
		       : allow;
}

static uint32_t policy_list(const struct question *q)
{
	if (q->config->merged)
		return trace;
	return q->config->fake_root && (q->args[0] >> 32 != GATE_FD_MARK || is_protected(q, 0))
		       ? trace
		       : allow;
}

static uint32_t policy_on_descriptor(const struct question *q, int flags_index)
{
	if (q->args[1] == 0)
		return allow;
	if (q->config->gate_address != 0 && q->args[1] == q->config->gate_address &&
	    (flags_index < 0 || low(q, (unsigned int)flags_index) == 0x1000))
		return allow;
	return trace;
}

static uint32_t policy_metadata(const struct question *q)
{
	if (is_protected(q, 0))
		return refuse(EBADF);
	return q->config->read_only || q->config->fake_root ? trace : allow;
}

/* What is marked, and harmless to the host, a faked root may. */
static uint32_t policy_change(const struct question *q, bool harmless)
{
	if (harmless && q->config->root_changes && q->args[0] >> 32 == GATE_FD_MARK &&
	    !is_protected(q, 0))
		return allow;
	return policy_metadata(q);
}

static uint32_t policy_itself(const struct question *q, unsigned int flags_index)
{
	const struct filter_config *config = q->config;
	uint64_t itself = config->gate_address + 0xe50000;

	return config->gate_address != 0 && config->dirfd_entries == GATE_HOW_ROOT_READ &&
			       !config->fake_root && !config->read_only && q->args[1] == itself &&
			       low(q, flags_index) == 0x1000 && !is_protected(q, 0)
		       ? allow
		       : trace;
}

static uint32_t policy_handle_look(const struct question *q)
{
	const struct filter_config *config = q->config;
	uint64_t name = q->args[0] - config->gate_address - GATE_FD_NAMES_OFFSET;

	return config->gate_address != 0 && config->guest_fd_mounts != 0 && !config->fake_root &&
			       name < 256 * 32UL && name % 32 == 0
		       ? allow
		       : trace;
}

static uint32_t policy_fcntl(const struct question *q)
{
	if (is_protected(q, 0))
		return refuse(EBADF);
	if (low(q, 1) == 4)
		return low(q, 2) & (O_ASYNC | O_NOATIME) ? trace : allow;
	if (AMONG(low(q, 1), 8, 10, 15, 17, 1024, 1026))
		return trace;
	return AMONG(low(q, 1), 0, 1, 2, 3, 5, 6, 7, 9, 11, 16, 36, 37, 38, 1025, 1027, 1028, 1030,
		     1031, 1032, 1033, 1034, 1035, 1036)
		       ? allow
		       : refuse(EINVAL);
}

static uint32_t policy_ioctl(const struct question *q)
{
	uint32_t command = low(q, 1);

	if (is_protected(q, 0))
		return refuse(EBADF);
	if (AMONG(command, 0x5401, 0x5402, 0x5403, 0x5404, 0x5405, 0x5406, 0x5407, 0x5408, 0x5409,
		  0x540b, 0x540f, 0x5411, 0x5413, 0x5414, 0x5415, 0x5416, 0x5417, 0x5418, 0x5419,
		  0x541a, 0x541b, 0x5420, 0x5421, 0x5422, 0x5424, 0x5425, 0x5427, 0x5428, 0x5429,
		  0x802c542a, 0x402c542b, 0x402c542c, 0x402c542d, 0x80045430, 0x40045431,
		  0x80045432, 0x80045438, 0x80045439, 0x80045440, 0x5450, 0x5451, 0x5460) ||
	    AMONG(command, 0x8903, 0x8904, 0x8905) ||
	    AMONG(command, 2, 0x40049409, 0x4020940d, 0x80086601, 0x80046601, 0x80087601,
		  0x801c581f, 0xc020660b, 0x80045200))
		return allow;
	if (AMONG(command, 0x8910, 0x8912, 0x8913, 0x8915, 0x8917, 0x8919, 0x891b, 0x891d, 0x8921,
		  0x8927, 0x8933, 0x8942, 0x8970))
		return q->config->socket_domains != 0 && (q->config->socket_domains & 0x10404) == 0
			       ? refuse(ENODEV)
			       : allow;
	if (AMONG(command, 0x5412, 0x541c, 0x541d, 0x5423, 0x894c))
		return refuse(EPERM);
	if ((command & 0xffff) == 0xff0b)
		return trace;
	return AMONG(command >> 8 & 0xff, 0xb7, 0xff) ? refuse(ENOTTY) : trace;
}

/* Exactly what touches must stop; what is far away must not; between them either may be. */
static bool touches(const struct question *q, unsigned int at, unsigned int length)
{
	uint64_t high = q->args[at] >> 32 & 0xffffff, block = q->config->gate_address >> 32;

	return q->args[length] >> 32 != 0 || high == block || high == block - 1;
}

static uint32_t policy_memory(const struct question *q, enum call_id id)
{
	if (id == CALL_mmap && q->config->memory_counted && low(q, 3) & 1 &&
	    (low(q, 3) & 0x20 || !is_protected(q, 4)))
		return trace;
	if (q->config->gate_address == 0)
		return allow;
	if (id == CALL_madvise)
		return low(q, 2) == 10 && touches(q, 0, 1) ? trace : allow;
	if (q->config->mseal_works)
		return allow;
	if (id == CALL_mseal)
		return refuse(ENOSYS);
	if (id == CALL_mmap)
		return low(q, 3) & 0x10 && touches(q, 0, 1) ? trace : allow;
	if (id == CALL_mremap && low(q, 3) & 2 &&
	    (touches(q, 4, 2) ||
	     (q->args[4] >> 32 & 0xffffff) == (q->config->gate_address >> 32) - 2))
		return trace;
	return touches(q, 0, 1) ? trace : allow;
}

static uint32_t policy_prctl(const struct question *q)
{
	if (low(q, 0) == 35 && low(q, 1) == 14)
		return q->config->mseal_works ? allow : trace;
	if (low(q, 0) == 35)
		return low(q, 1) == 15 ? allow : refuse(EPERM);
	if (AMONG(low(q, 0), 3, 4, 21, 22, 38, 39))
		return trace;
	if (q->config->fake_root && AMONG(low(q, 0), 7, 8, 23, 24, 27, 28, 47))
		return trace;
	return AMONG(low(q, 0), 1, 2, 7, 8, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
		     33, 34, 36, 37, 40, 41, 42, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 63,
		     64, 65, 66, 74, 76, 77, 78, 0x53564d41, 0x41555856)
		       ? allow
		       : refuse(EINVAL);
}

static uint32_t refuse_domain(const struct question *q)
{
	if ((low(q, 1) & ~(uint32_t)(0xf | SOCK_CLOEXEC | SOCK_NONBLOCK)) != 0)
		return refuse(EINVAL);
	return refuse(low(q, 0) < 46 && (low(q, 1) & 0xf) > 10 ? EINVAL : EAFNOSUPPORT);
}

/* What the kernel refuses by its type may go there. */
static uint32_t policy_netlink(const struct question *q, uint32_t make)
{
	if ((low(q, 1) & ~(uint32_t)(SOCK_CLOEXEC | SOCK_NONBLOCK)) == SOCK_RAW ||
	    (low(q, 1) & ~(uint32_t)(SOCK_CLOEXEC | SOCK_NONBLOCK)) == SOCK_DGRAM)
		return low(q, 2) == 0 ? make : refuse(EPROTONOSUPPORT);
	return allow;
}

static uint32_t policy_socket(const struct question *q)
{
	uint64_t domains = q->config->socket_domains;
	uint32_t domain = low(q, 0);

	if (domains == 0)
		domains = 1 << 1 | 1 << 2 | 1 << 10 | 1 << 16;
	/* Nothing whose peer is not named by the addresses that are judged. */
	if (q->config->net_judged && (domain == 2 || domain == 10) && (domains >> domain & 1)) {
		if (low(q, 1) & 4)
			return refuse(ESOCKTNOSUPPORT);
		if (!AMONG(low(q, 2), 0, 6, 17))
			return refuse(EPROTONOSUPPORT);
	}
	if (domain == 0 || domain > 63 || !(domains >> domain & 1))
		return q->config->domains_told && AMONG(domain, 2, 10, 16) &&
				       refuse_domain(q) == refuse(EAFNOSUPPORT)
			       ? trace
			       : refuse_domain(q);
	if (domain == 16)
		return policy_netlink(q, q->config->domains_told ? trace : allow);
	return q->config->domains_told && AMONG(domain, 2, 10) ? trace : allow;
}

static uint32_t policy_socketpair(const struct question *q)
{
	uint64_t domains = q->config->socket_domains;

	if (low(q, 0) == 1)
		return allow;
	if (domains == 0)
		domains = 1 << 1 | 1 << 2 | 1 << 10 | 1 << 16;
	if (!q->config->net_judged && low(q, 0) < 64 && (domains >> low(q, 0) & 1)) {
		if (AMONG(low(q, 0), 2, 10))
			return allow;
		if (low(q, 0) == 16)
			return policy_netlink(q, allow);
	}
	return AMONG(low(q, 0), 2, 10, 16) ? refuse(EOPNOTSUPP) : refuse_domain(q);
}

static uint32_t policy_clock(const struct question *q)
{
	int32_t clock = (int32_t)low(q, 0);

	if (clock >= 0 || (clock & 7) == 3)
		return allow;
	return ~(clock >> 3) == 0 ? allow : trace;
}

static uint32_t policy_seccomp(const struct question *q)
{
	if (low(q, 0) == 3)
		return allow;
	return low(q, 0) == 1 && low(q, 1) & 8 ? refuse(EBUSY) : trace;
}

static uint32_t self_else(bool self, uint32_t otherwise)
{
	return self ? allow : otherwise;
}

#define NEW_NAMESPACES 0x7e020000U

/* Of clone: what does not go together. */
static bool contradicts(uint32_t flags)
{
	bool fs = flags & 0x200, memory = flags & 0x100, handlers = flags & 0x800;
	bool thread = flags & 0x10000, mounts = flags & 0x20000;
	bool users = flags & 0x10000000, processes = flags & 0x20000000;

	return (fs && (mounts || users)) || (thread && !handlers) || (handlers && !memory) ||
	       (thread && (users || processes));
}

static uint32_t policy_process(const struct question *q, enum rule_id rule)
{
	if (rule == RULE_clone)
		return contradicts(low(q, 0))       ? refuse(EINVAL)
		       : low(q, 0) & NEW_NAMESPACES ? refuse(EPERM)
		       : low(q, 0) & 0x808000       ? trace
		       : q->config->births_counted  ? trace
						    : allow;
	if (rule == RULE_unshare)
		return low(q, 0) & ~(NEW_NAMESPACES | 0x50f80U) ? refuse(EINVAL)
		       : low(q, 0) & (NEW_NAMESPACES | 0x80)    ? refuse(EPERM)
								: trace;
	if (rule == RULE_wait4)
		return (low(q, 2) & 1) != 0 && (int32_t)low(q, 0) > 0 ? trace : allow;
	if (rule == RULE_waitid)
		return q->config->fake_root || ((low(q, 3) & 1) != 0 && low(q, 0) != 0) ? trace
											: allow;
	if (rule == RULE_getrlimit)
		return AMONG(low(q, 0), 4, 9, 11) || (q->config->fake_root && low(q, 0) != 3)
			       ? trace
			       : allow;
	if (rule == RULE_setrlimit)
		return AMONG(low(q, 0), 4, 9, 11) || q->config->fake_root ? trace : allow;
	if (rule == RULE_prlimit)
		return low(q, 0) != 0 || AMONG(low(q, 1), 4, 9, 11) ||
				       (q->config->fake_root && (low(q, 1) != 3 || q->args[2] != 0))
			       ? trace
			       : allow;
	if (q->config->fake_root && AMONG(rule, RULE_priority, RULE_ioprio))
		return trace;
	if (rule == RULE_priority)
		return self_else(low(q, 0) == 0 && low(q, 1) == 0, trace);
	if (rule == RULE_ioprio)
		return self_else(low(q, 0) == 1 && low(q, 1) == 0, trace);
	if (rule == RULE_setpgid)
		return self_else(low(q, 0) == 0 && low(q, 1) == 0, trace);
	if (rule == RULE_arch_prctl)
		return AMONG(low(q, 0), 0x1001, 0x1002, 0x1003, 0x1004, 0x1011, 0x1012, 0x1021,
			     0x1022, 0x1023, 0x4001, 0x4003, 0x5002, 0x5003, 0x5005)
			       ? allow
			       : refuse(EINVAL);
	assert_int_equal(rule, RULE_personality);
	return low(q, 0) == 0xffffffff || !(low(q, 0) & ~0xf9e00ffU) ? allow : refuse(EPERM);
}

static uint32_t policy_close_range(const struct question *q)
{
	if (low(q, 2) & 2)
		return trace;
	return q->config->guest_fd_count != 0 && low(q, 1) >= q->config->guest_fd_base ? trace
										       : allow;
}

static uint32_t policy_rule(const struct question *q, const struct syscall_row *row)
{
	bool fake = q->config->fake_root, read_only = q->config->read_only;

	switch (row->rule) {
	case RULE_openat2:
		return policy_openat2(q);
	case RULE_stat_fd:
		return fake ? trace : policy_on_descriptor(q, 3);
	case RULE_statx_fd:
		return fake && q->args[1] == 0 ? trace : policy_on_descriptor(q, 2);
	case RULE_remove:
		return policy_remove(q);
	case RULE_list:
		return policy_list(q);
	case RULE_access_fd:
		return fake || read_only ? trace : policy_on_descriptor(q, 3);
	case RULE_readlink_fd:
		return policy_on_descriptor(q, -1);
	case RULE_fd_times:
		return q->args[1] != 0 ? trace : policy_change(q, true);
	case RULE_itself_times:
		return q->args[1] == 0 ? policy_change(q, true) : policy_itself(q, 3);
	case RULE_handle_look:
		return policy_handle_look(q);
	case RULE_itself_mode:
		return policy_itself(q, 3);
	case RULE_itself_owner:
		return policy_itself(q, 4);
	case RULE_fd_attributes:
		return policy_metadata(q);
	case RULE_fd_mode:
		return policy_change(q, (low(q, 1) & ~0777U) == 0);
	case RULE_fd_owner:
		return policy_change(q, low(q, 1) == UINT32_MAX && low(q, 2) == UINT32_MAX);
	case RULE_fd_look:
		return !fake ? allow : is_protected(q, 0) ? trace : policy_change(q, true);
	case RULE_unprotected:
		return is_protected(q, 0) ? refuse(EBADF) : allow;
	case RULE_unprotected_pair:
		return is_protected(q, 0) || is_protected(q, 1) ? refuse(EBADF) : allow;
	case RULE_dup3:
		return is_protected(q, 1) && q->config->guest_fd_seats != 0 &&
				       low(q, 1) >= q->config->guest_fd_seats
			       ? trace
		       : is_protected(q, 0) || is_protected(q, 1) ? refuse(EBADF)
								  : allow;
	case RULE_close_range:
		return policy_close_range(q);
	case RULE_fcntl:
		return policy_fcntl(q);
	case RULE_ioctl:
		return policy_ioctl(q);
	case RULE_mmap:
	case RULE_unmap:
	case RULE_mremap:
	case RULE_madvise:
	case RULE_mseal:
		return policy_memory(q, row->id);
	case RULE_self_or_trace:
		return self_else(low(q, 0) == 0, trace);
	case RULE_affinity:
		return q->config->affinity_kept ? trace : self_else(low(q, 0) == 0, trace);
	case RULE_sched:
		return fake || q->config->affinity_kept ? trace : self_else(low(q, 0) == 0, trace);
	case RULE_fake_root:
		return fake ? trace : refuse(EPERM);
	case RULE_clone:
	case RULE_unshare:
	case RULE_setpgid:
	case RULE_wait4:
	case RULE_waitid:
	case RULE_getrlimit:
	case RULE_setrlimit:
	case RULE_prlimit:
	case RULE_arch_prctl:
	case RULE_personality:
	case RULE_priority:
	case RULE_ioprio:
		return policy_process(q, row->rule);
	case RULE_prctl:
		return policy_prctl(q);
	case RULE_seccomp:
		return policy_seccomp(q);
	case RULE_move_pages:
		return low(q, 0) == 0 && q->args[1] <= 1U << 24 ? allow : trace;
	case RULE_submit:
		return q->args[1] <= 16 ? allow : trace;
	case RULE_clock:
		return policy_clock(q);
	case RULE_socket:
		return policy_socket(q);
	case RULE_socketpair:
		return policy_socketpair(q);
	case RULE_setsockopt:
		if (low(q, 1) == 1 && AMONG(low(q, 2), 16, 76))
			return trace;
		return q->config->net_judged &&
				       (low(q, 1) == 132 ||
					(low(q, 1) == 1 && AMONG(low(q, 2), 25, 62)) ||
					(low(q, 1) == 0 &&
					 AMONG(low(q, 2), 4, 35, 39, 42, 46, 50, 51)) ||
					(low(q, 1) == 41 && AMONG(low(q, 2), 5, 6, 20, 27, 32, 42,
								  46, 50, 55, 57, 76)))
			       ? refuse(EPERM)
			       : allow;
	case RULE_getsockopt:
		if (low(q, 1) != 1)
			return allow;
		if (low(q, 2) == 28)
			return q->config->unix_names ? trace : allow;
		return q->config->fake_root && AMONG(low(q, 2), 17, 59) ? trace : allow;
	case RULE_sendto:
		return q->args[4] == 0 ? allow : trace;
	case RULE_recvfrom:
		return q->config->unix_names && q->args[4] != 0 ? trace : allow;
	case RULE_accept:
		return q->config->unix_names && q->args[1] != 0 ? trace : allow;
	case RULE_COUNT:
		break;
	}
	fail();
	return 0;
}

/* By name, as the calls' manual pages say that they return a new descriptor, or a pair. */
static bool makes_fd(const char *name)
{
	static const char *const names[] = {
		"open",          "creat",        "openat",       "openat2",        "dup",
		"fcntl",         "pipe",         "pipe2",        "socket",         "socketpair",
		"accept",        "accept4",      "epoll_create", "epoll_create1",  "eventfd",
		"eventfd2",      "signalfd",     "signalfd4",    "timerfd_create", "inotify_init",
		"inotify_init1", "memfd_create", "mq_open",      "pidfd_open",     "pidfd_getfd",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static uint32_t policy(enum table_arch arch, const struct filter_config *config,
		       const struct seccomp_data *data)
{
	const struct question q = { config, (const uint64_t *)data->args };
	const struct syscall_row *row;

	if (data->arch != (arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64))
		return SECCOMP_RET_KILL_PROCESS;
	if (data->nr == -1)
		return allow;
	if (arch == TABLE_X86_64 && (uint32_t)data->nr >= 0x40000000)
		return refuse(ENOSYS);
	row = table_by_number(arch, data->nr);
	if (row == NULL ||
	    (config->files_counted && row->route != ROUTE_DENY && makes_fd(row->name)))
		return trace;
	switch (row->route) {
	case ROUTE_NATIVE:
		return allow;
	case ROUTE_TRACE:
		return trace;
	case ROUTE_DENY:
		return refuse(row->refusal);
	case ROUTE_RULE:
		return policy_rule(&q, row);
	case ROUTE_NATIVE_UNLESS:
		return ((row->conditions & COND_FAKE_ROOT) && config->fake_root) ||
				       ((row->conditions & COND_BIRTHS_COUNTED) &&
					config->births_counted) ||
				       ((row->conditions & COND_MEMORY_COUNTED) &&
					config->memory_counted) ||
				       ((row->conditions & COND_SIZES_COUNTED) &&
					config->sizes_counted) ||
				       ((row->conditions & COND_MERGED) && config->merged) ||
				       ((row->conditions & COND_UNIX_NAMES) &&
					config->unix_names) ||
				       ((row->conditions & COND_NET_JUDGED) &&
					config->net_judged) ||
				       ((row->conditions & COND_SOCKETS_TOLD) &&
					config->domains_told) ||
				       ((row->conditions & COND_UNAME) && config->uname)
			       ? trace
			       : allow;
	}
	fail();
	return 0;
}

/* --- asking ------------------------------------------------------------------------------ */

static const struct filter_config plain = {
	.guest_fd_base = BASE,
	.guest_fd_count = 6,
	.guest_fd_mounts = 3,
	.gate_address = GATE,
	.mseal_works = true,
};

/* Every switch on and off at least once, alone and together. */
static void make_configs(struct filter_config *configs, size_t *ret_count)
{
	size_t n = 0;

	configs[n++] = plain;
	configs[n] = plain, configs[n++].read_only = true;
	configs[n] = plain, configs[n++].fake_root = true;
	configs[n] = plain, configs[n].fake_root = configs[n].root_changes = true,
	configs[n++].guest_fd_root = true;
	configs[n] = plain, configs[n].fake_root = configs[n].root_changes = true,
	configs[n++].dirfd_entries = GATE_HOW_ROOT_READ;
	configs[n] = plain, configs[n].fake_root = true,
	configs[n++].dirfd_entries = GATE_HOW_ROOT_READ;
	configs[n] = plain, configs[n++].merged = true;
	configs[n] = plain, configs[n++].unix_names = true;
	configs[n] = plain, configs[n++].mseal_works = false;
	configs[n] = plain, configs[n++].births_counted = true;
	configs[n] = plain, configs[n++].memory_counted = true;
	configs[n] = plain, configs[n++].sizes_counted = true;
	configs[n] = plain, configs[n].mseal_works = false, configs[n++].memory_counted = true;
	configs[n] = plain, configs[n++].affinity_kept = true;
	configs[n] = plain, configs[n++].guest_fd_mounts = 0;
	configs[n] = plain, configs[n++].net_judged = true;
	configs[n] = plain, configs[n].socket_domains = 1 << 1, configs[n++].net_judged = true;
	configs[n] = plain, configs[n++].uname = true;
	configs[n] = plain, configs[n++].guest_fd_root = true;
	configs[n] = plain, configs[n++].dirfd_entries = GATE_HOW_WRITE;
	configs[n] = plain, configs[n].guest_fd_root = true,
	configs[n++].dirfd_entries = GATE_HOW_ROOT_READ;
	configs[n] = plain, configs[n].guest_fd_mounts = 0,
	configs[n++].dirfd_entries = GATE_HOW_WRITE;
	configs[n] = plain, configs[n++].guest_fd_devices = BASE + 4;
	configs[n] = plain, configs[n].guest_fd_devices = BASE + 5, configs[n++].fake_root = true;
	configs[n] = plain, configs[n].guest_fd_mounts = 0,
	configs[n++].guest_fd_devices = BASE + 3;
	configs[n] = plain, configs[n++].guest_fd_seats = BASE + 4;
	configs[n] = plain, configs[n].guest_fd_seats = BASE + 3, configs[n++].guest_fd_mounts = 0;
	configs[n] = plain, configs[n++].socket_domains = 1;
	configs[n] = plain, configs[n++].files_counted = true;
	configs[n] = plain, configs[n++].domains_told = true;
	configs[n] = plain, configs[n].domains_told = true, configs[n++].socket_domains = 1 << 1;
	configs[n] = plain, configs[n++].socket_domains = ~0ULL;
	configs[n++] = (struct filter_config){ 0 };
	configs[n++] = (struct filter_config){ .guest_fd_base = 20,
					       .guest_fd_count = 40,
					       .guest_fd_mounts = 40,
					       .gate_address = 0x4800000000ULL,
					       .read_only = true,
					       .fake_root = true,
					       .merged = true,
					       .unix_names = true,
					       .net_judged = true };
	*ret_count = n;
}
#define CONFIGS_MAX 34

/* Where compares, masks and ranges of the rules have their edges. */
static const uint32_t edges[] = {
	0,          1,          2,          3,          4,          5,          7,
	8,          9,          10,         11,         14,         15,         16,
	17,         19,         20,         21,         22,         24,         25,
	31,         32,         35,         36,         41,         55,         57,
	6,          59,         60,         61,         62,         63,         64,
	0x10,       0x20,       0x80,       0xfff,      0x1000,     0x1001,     0x100e,
	0x1010,     0x1020,     0x1021,     0x2000,     0x4002,     0x5003,     0x8000,
	0x20000,    0x40000,    0x40008,    0x400000,   0x800000,   0x10000000, 0x40000000,
	0x7e020000, 0x80000000, 0xb703,     0xff05,     0xff0b,     0x5401,     0x5412,
	0x541c,     0x5423,     0x541b,     0x5452,     0x894c,     0x802c542a, 0x40086602,
	BASE - 1,   BASE,       BASE + 2,   BASE + 3,   BASE + 5,   BASE + 6,   0xfffffff0,
	0xfffffff3, 0xfffffffa, 0xfffffff8, 0xfffffffb, 0xfffffffe, 0xffffffff, 0x53564d41,
	0x59616d61, 020000,     O_NOATIME,  6,          41,         55,         57,
};
static const uint32_t high_edges[] = { 0,
				       0,
				       0,
				       1,
				       (uint32_t)(GATE >> 32),
				       (uint32_t)(GATE >> 32) - 1,
				       (uint32_t)(GATE >> 32) + 1,
				       0x48,
				       0x47,
				       0xffffffff,
				       0xab000000 | (uint32_t)(GATE >> 32),
				       0x5e007ea0 };

static uint64_t pick_argument(unsigned int *seed)
{
	uint64_t low_half = edges[(unsigned int)rand_r(seed) % ARRAY_SIZE(edges)];
	uint64_t high_half = high_edges[(unsigned int)rand_r(seed) % ARRAY_SIZE(high_edges)];

	switch (rand_r(seed) % 8) {
	case 0:
		return 0;
	case 1:
		return low_half;
	case 2:
		return GATE + low_half;
	case 3:
		return (uint64_t)rand_r(seed) % 128;
	case 4:
		return high_half << 32 | ((uint32_t)rand_r(seed) << 8 ^ (uint32_t)rand_r(seed));
	default:
		return high_half << 32 | low_half;
	}
}

struct subject {
	enum table_arch arch;
	const struct filter_config *config;
	struct bpf_program *program;
	unsigned char *covered;
};

static void ask(const struct subject *subject, const struct seccomp_data *data)
{
	uint32_t is = bpf_eval_covering(subject->program, data, subject->covered);
	uint32_t should = policy(subject->arch, subject->config, data);

	if (is != should) {
		const struct syscall_row *row = table_by_number(subject->arch, data->nr);

		fail_msg("%s(%llx, %llx, %llx, %llx, %llx, %llx), number %x: %x instead of %x",
			 row ? row->name : "?", data->args[0], data->args[1], data->args[2],
			 data->args[3], data->args[4], data->args[5], (unsigned int)data->nr, is,
			 should);
	}
}

/* Each argument runs over all edges while the others stay put, then all are drawn. */
static void ask_row(const struct subject *subject, struct seccomp_data *data, unsigned int *seed)
{
	static const uint64_t rest[] = { 0, BASE, GATE };

	for (unsigned int i = 0; i < 6; i++) {
		for (size_t j = 0; j < ARRAY_SIZE(edges) * ARRAY_SIZE(rest); j++) {
			for (unsigned int k = 0; k < 6; k++)
				data->args[k] = rest[j % ARRAY_SIZE(rest)];
			data->args[i] = edges[j / ARRAY_SIZE(rest)];
			ask(subject, data);
			data->args[i] |= 0xdead00000000ULL;
			ask(subject, data);
		}
	}
	for (unsigned int round = 0; round < 2000; round++) {
		for (unsigned int i = 0; i < 6; i++)
			data->args[i] = pick_argument(seed);
		ask(subject, data);
	}
}

static void ask_everything(const struct subject *subject, unsigned int *seed)
{
	static const uint32_t odd[] = { 1024,       4095,       0x3fffffff, 0x40000000, 0x40000101,
					0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };
	static const uint32_t archs[] = { AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64, AUDIT_ARCH_I386,
					  AUDIT_ARCH_ARM, 0 };
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (data.nr = 0; data.nr < 1024; data.nr++) {
		const struct syscall_row *row = table_by_number(subject->arch, data.nr);

		memset(data.args, 0, sizeof(data.args));
		ask(subject, &data);
		if (row != NULL && row->route == ROUTE_RULE)
			ask_row(subject, &data, seed);
		for (unsigned int i = 0; i < 6; i++)
			data.args[i] = pick_argument(seed);
		ask(subject, &data);
	}
	for (size_t i = 0; i < ARRAY_SIZE(odd) * ARRAY_SIZE(archs); i++) {
		data.nr = (int)odd[i % ARRAY_SIZE(odd)];
		data.arch = archs[i / ARRAY_SIZE(odd)];
		ask(subject, &data);
	}
}

/* Values that only the lists of commands know: so that each of their leaves is executed. */
static void ask_lists(const struct subject *subject)
{
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };
	static const enum call_id ids[] = { CALL_ioctl,  CALL_fcntl,       CALL_prctl,
					    CALL_socket, CALL_personality, CALL_arch_prctl };
	static const uint32_t bases[] = { 0,          0x400,      0x1000,     0x4000,
					  0x5000,     0x5400,     0x8900,     0x80045200,
					  0x80045400, 0x40045400, 0x40049400, 0x40209400,
					  0x80086600, 0x80046600, 0x80087600, 0x801c5800,
					  0xc0206600, 0x802c5400, 0x402c5400, 0x53564d00,
					  0x41555800, 0x20000,    0x40000,    0xffffff00 };

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		data.nr = table_row(ids[i])->number[subject->arch];
		for (uint32_t j = 0; data.nr >= 0 && j < ARRAY_SIZE(bases) * 256; j++) {
			data.args[0] = data.args[1] = bases[j / 256] + j % 256;
			if (ids[i] == CALL_ioctl || ids[i] == CALL_fcntl)
				data.args[0] = 0;
			ask(subject, &data);
			data.args[1] |= 0xabcdef0000000000ULL;
			ask(subject, &data);
		}
	}
}

/* Domains, types and protocols of sockets; levels and options. */
static void ask_network(const struct subject *subject)
{
	static const enum call_id ids[] = { CALL_socket, CALL_socketpair, CALL_setsockopt,
					    CALL_getsockopt };
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (uint32_t i = 0; i < ARRAY_SIZE(ids) * 80 * 64 * 18; i++) {
		data.nr = table_row(ids[i % ARRAY_SIZE(ids)])->number[subject->arch];
		data.args[0] = i / ARRAY_SIZE(ids) / 80 / 64;
		data.args[1] = i / ARRAY_SIZE(ids) / 80 % 64;
		data.args[2] = i / ARRAY_SIZE(ids) % 80;
		ask(subject, &data);
	}
}

/* Forms that only just pass: each word right, and each wrong once. */
static void ask_windows(const struct subject *subject)
{
	static const enum call_id ids[] = { CALL_openat2,    CALL_newfstatat, CALL_statx,
					    CALL_faccessat2, CALL_readlinkat, CALL_utimensat,
					    CALL_mmap,       CALL_mremap,     CALL_madvise,
					    CALL_getdents64, CALL_unlinkat,   CALL_fchmodat2,
					    CALL_fchownat,   CALL_futimesat };
	uint64_t mark = (uint64_t)GATE_FD_MARK << 32;
	uint64_t gate = subject->config->gate_address;
	uint64_t fds[] = { 0,
			   subject->config->guest_fd_base,
			   subject->config->guest_fd_base + 1,
			   subject->config->guest_fd_base + 4,
			   (uint32_t)AT_FDCWD,
			   gate,
			   mark | 3,
			   mark | subject->config->guest_fd_base };
	uint64_t words = gate + GATE_WORDS_OFFSET;
	uint64_t pointers[] = { 0,
				1,
				gate,
				gate + 0x1000,
				gate + 0x1010,
				gate ^ 1ULL << 32,
				words - 64,
				words,
				words + 63,
				words + 64 * 1000,
				words + GATE_WORDS_ROOM - 64,
				words + GATE_WORDS_ROOM,
				words + GATE_WORDS_ROOM + 1,
				(words + GATE_WORDS_ROOM) ^ 1ULL << 32,
				words ^ 1ULL << 32 };
	uint64_t table = gate + GATE_HOWS_OFFSET;
	uint64_t rest[] = { 0,
			    2,
			    10,
			    0x10,
			    24,
			    0x1000,
			    1ULL << 32 | 24,
			    gate,
			    table,
			    table + 32 * (GATE_HOW_ROOT_READ - 1),
			    table + 32 * GATE_HOW_ROOT_READ,
			    table + 32 * (GATE_HOW_ANY - 1),
			    table + 32 * GATE_HOW_ANY,
			    table + 32 * (GATE_HOW_ANY + GATE_HOW_WRITE - 1),
			    table + 32 * (GATE_HOW_ANY + GATE_HOW_WRITE),
			    table + 32 * (GATE_HOW_ALL - 1) };
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (size_t i = 0; i < ARRAY_SIZE(ids) * ARRAY_SIZE(fds) * ARRAY_SIZE(pointers); i++) {
		data.nr = table_row(ids[i % ARRAY_SIZE(ids)])->number[subject->arch];
		data.args[0] = fds[i / ARRAY_SIZE(ids) % ARRAY_SIZE(fds)];
		data.args[1] = pointers[i / ARRAY_SIZE(ids) / ARRAY_SIZE(fds)];
		for (size_t j = 0; j < ARRAY_SIZE(rest) * ARRAY_SIZE(rest) * ARRAY_SIZE(rest);
		     j++) {
			data.args[2] = rest[j % ARRAY_SIZE(rest)];
			data.args[3] = rest[j / ARRAY_SIZE(rest) % ARRAY_SIZE(rest)];
			data.args[4] = rest[j / ARRAY_SIZE(rest) / ARRAY_SIZE(rest)];
			ask(subject, &data);
		}
	}
}

/* What a faked root may do by marked descriptors, and make by entries. */
static void ask_changes(const struct subject *subject)
{
	static const enum call_id ids[] = { CALL_utimensat, CALL_fchmod,     CALL_fchown,
					    CALL_fgetxattr, CALL_flistxattr, CALL_fsetxattr };
	uint64_t base = subject->config->guest_fd_base, mark = (uint64_t)GATE_FD_MARK << 32;
	uint64_t table = subject->config->gate_address + GATE_HOWS_OFFSET;
	uint64_t fds[] = { 3,        base,        (uint32_t)AT_FDCWD,
			   mark | 3, mark | base, (mark ^ 1ULL << 32) | 3 };
	uint64_t words[] = {
		0, 0644, 0777, 01000, 04755, UINT32_MAX, UINT64_MAX, 1ULL << 32 | 0644
	};
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (size_t i = 0; i < ARRAY_SIZE(ids) * ARRAY_SIZE(fds) * 64; i++) {
		data.nr = table_row(ids[i % ARRAY_SIZE(ids)])->number[subject->arch];
		data.args[0] = fds[i / ARRAY_SIZE(ids) % ARRAY_SIZE(fds)];
		data.args[1] = words[i / ARRAY_SIZE(ids) / ARRAY_SIZE(fds) % 8];
		data.args[2] = words[i / ARRAY_SIZE(ids) / ARRAY_SIZE(fds) / 8];
		ask(subject, &data);
	}
	data.nr = table_row(CALL_openat2)->number[subject->arch];
	data.args[3] = 24;
	for (uint64_t i = 0; i < GATE_HOW_ALL * 3; i++) {
		data.args[0] = i % 3 == 0 ? 3 : base + i % 3 - 1;
		data.args[2] = table + 32 * (i / 3);
		ask(subject, &data);
	}
}

/* Names around those of the devices, with entries around those that serve for them. */
static void ask_devices(const struct subject *subject)
{
	uint64_t gate = subject->config->gate_address;
	uint64_t names = gate + GATE_DEVICES_OFFSET;
	uint64_t table = gate + GATE_HOWS_OFFSET;
	struct seccomp_data data = { .nr = table_row(CALL_openat2)->number[subject->arch],
				     .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (uint64_t fd = 0; fd < 10; fd++) {
		uint64_t bytes = (GATE_DEVICE_COUNT + 2) * GATE_DEVICE_SIZE;

		data.args[0] = subject->config->guest_fd_base - 1 + fd;
		for (uint64_t i = 0; i < bytes; i++) {
			data.args[1] = names - GATE_DEVICE_SIZE + i;
			for (uint64_t bit = 31; bit < 40; bit++) {
				data.args[2] = table + i % 2 * (32 * GATE_HOW_WRITE);
				data.args[3] = 24;
				ask(subject, &data);
				data.args[1] ^= bit == 31 ? 0 : 1ULL << bit;
				ask(subject, &data);
				data.args[1] ^= bit == 31 ? 0 : 1ULL << bit;
			}
		}
		data.args[1] = names;
		for (uint64_t how = 0; how < GATE_HOW_ALL + 1; how++) {
			data.args[2] = table + 32 * how;
			ask(subject, &data);
			data.args[2] |= 1ULL << 40;
			ask(subject, &data);
		}
	}
}

/* Names around those of a thread's descriptors, and pieces of them. */
static void ask_fd_names(const struct subject *subject)
{
	static const enum call_id ids[] = { CALL_getxattr, CALL_listxattr };
	uint64_t names = subject->config->gate_address + GATE_FD_NAMES_OFFSET;
	struct seccomp_data data = { .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (uint64_t i = 0; i < 2 * 260 * 32UL; i++) {
		data.nr = table_row(ids[i % 2])->number[subject->arch];
		data.args[0] = names - 64 + i / 2;
		ask(subject, &data);
		data.args[0] ^= 1ULL << (32 + i % 32);
		ask(subject, &data);
	}
}

/* seccomp(): operations by flags, which boundary arguments meet by luck only. */
static void ask_seccomp(const struct subject *subject)
{
	struct seccomp_data data = { .nr = table_row(CALL_seccomp)->number[subject->arch],
				     .arch = subject->arch == TABLE_X86_64 ? AUDIT_ARCH_X86_64
									   : AUDIT_ARCH_AARCH64 };

	for (uint64_t i = 0; i < 8 * 128; i++) {
		data.args[0] = i / 128;
		data.args[1] = i % 128;
		ask(subject, &data);
	}
}

static void test_filter_is_the_policy(void **state)
{
	struct filter_config configs[CONFIGS_MAX];
	unsigned int seed = 385;
	size_t count;

	(void)state;
	make_configs(configs, &count);
	for (size_t i = 0; i < count * TABLE_ARCH_COUNT; i++) {
		struct subject subject = { .arch = i % 2 ? TABLE_AARCH64 : TABLE_X86_64,
					   .config = &configs[i / 2] };
		void *ctx = talloc_new(NULL);

		assert_int_equal(
			filter_build_for(ctx, subject.arch, subject.config, &subject.program), 0);
		assert_int_equal(bpf_check(subject.program), 0);
		assert_true(subject.program->count <= BPF_MAXINSNS);
		subject.covered = talloc_zero_size(ctx, subject.program->count);
		ask_everything(&subject, &seed);
		ask_lists(&subject);
		ask_network(&subject);
		ask_windows(&subject);
		ask_changes(&subject);
		ask_devices(&subject);
		ask_fd_names(&subject);
		ask_seccomp(&subject);
		for (size_t j = 0; j < subject.program->count; j++) {
			const struct sock_filter *insn = &subject.program->insns[j];

			if (!subject.covered[j])
				fail_msg("config %zu: instruction %zu (%x %x) never executed", i, j,
					 insn->code, insn->k);
		}
		talloc_free(ctx);
	}
}

static struct bpf_program *build(void *ctx, const struct filter_config *config)
{
	struct bpf_program *program;

	assert_int_equal(filter_build_for(ctx, TABLE_X86_64, config, &program), 0);
	return program;
}

static uint32_t answer(const struct bpf_program *program, enum call_id id, const uint64_t args[6])
{
	struct seccomp_data data = { .nr = table_row(id)->number[TABLE_X86_64],
				     .arch = AUDIT_ARCH_X86_64 };

	memcpy(data.args, args, sizeof(data.args));
	return bpf_eval(program, &data);
}

/* A pointer 14 bytes into the table straddles two entries and loses RESOLVE_BENEATH. */
static void check_entries(const struct filter_config *config, uint64_t fd, unsigned int first,
			  unsigned int count)
{
	void *ctx = talloc_new(NULL);
	struct bpf_program *program = build(ctx, config);
	uint64_t string = 0x123456789abcULL;
	uint64_t start = GATE_HOWS_OFFSET + first * 32;
	unsigned int open = 0;

	for (uint64_t offset = 0; offset < GATE_OWNERS_OFFSET + 0x2000; offset++) {
		uint64_t how = GATE + offset, args[6] = { fd, string, how, 24 };
		bool entry = offset >= start && offset % 32 == 0 && offset < start + count * 32;

		assert_int_equal(answer(program, CALL_openat2, args), entry ? allow : trace);
		open += entry;
		for (unsigned int bit = 32; bit < 64; bit++) {
			args[2] = how ^ 1ULL << bit;
			if (entry)
				assert_int_equal(answer(program, CALL_openat2, args), trace);
		}
	}
	assert_int_equal(open, count);
	talloc_free(ctx);
}

/* From a mount only those that follow no link, from "/" all, from others their own copies. */
static void test_window_takes_exact_entries_only(void **state)
{
	struct filter_config config = plain;

	(void)state;
	check_entries(&plain, BASE, GATE_HOW_READ, GATE_HOW_ROOT_READ);
	check_entries(&plain, 5, 0, 0);
	config.guest_fd_root = true;
	check_entries(&config, BASE, GATE_HOW_READ, GATE_HOW_COUNT);
	check_entries(&config, BASE + 1, GATE_HOW_READ, GATE_HOW_ROOT_READ);
	config.dirfd_entries = GATE_HOW_WRITE;
	check_entries(&config, 5, GATE_HOW_ANY, GATE_HOW_WRITE);
	check_entries(&config, (uint32_t)AT_FDCWD, GATE_HOW_ANY, GATE_HOW_WRITE);
	config.dirfd_entries = GATE_HOW_ROOT_READ;
	check_entries(&config, 5, GATE_HOW_ANY, GATE_HOW_ROOT_READ);
	check_entries(&config, BASE + 4, 0, 0);
}

static void test_window_takes_mounts_and_size_24_only(void **state)
{
	void *ctx = talloc_new(NULL);
	struct bpf_program *program = build(ctx, &plain);
	uint64_t how = GATE + GATE_HOWS_OFFSET;

	(void)state;
	for (uint32_t fd = 0; fd < 2000; fd++) {
		uint64_t args[6] = { fd, 1, how, 24 };

		assert_int_equal(answer(program, CALL_openat2, args),
				 fd >= BASE && fd < BASE + 3 ? allow : trace);
	}
	for (int fd = -200; fd < 0; fd++) {
		uint64_t args[6] = { (uint64_t)fd, 1, how, 24 };

		assert_int_equal(answer(program, CALL_openat2, args), trace);
	}
	for (uint64_t size = 0; size < 4097; size++) {
		uint64_t args[6] = { BASE, 1, how, size };

		assert_int_equal(answer(program, CALL_openat2, args), size == 24 ? allow : trace);
	}
	assert_int_equal(
		answer(program, CALL_openat2, (uint64_t[6]){ BASE, 1, how, 1ULL << 32 | 24 }),
		trace);
	/* The kernel reads an int: garbage above it changes nothing. */
	assert_int_equal(
		answer(program, CALL_openat2, (uint64_t[6]){ 1ULL << 63 | BASE, 1, how, 24 }),
		allow);
	talloc_free(ctx);
}

static void test_empty_string_is_one_pointer(void **state)
{
	static const enum call_id ids[] = { CALL_newfstatat, CALL_statx, CALL_faccessat2 };
	void *ctx = talloc_new(NULL);
	struct bpf_program *program = build(ctx, &plain);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		unsigned int at = ids[i] == CALL_statx ? 2 : 3;

		for (uint64_t offset = 0; offset < 0x2000; offset++) {
			uint64_t args[6] = { 5, GATE + offset };

			args[at] = 0x1000;
			assert_int_equal(answer(program, ids[i], args),
					 offset == GATE_EMPTY_OFFSET ? allow : trace);
		}
		for (unsigned int bit = 0; bit < 32; bit++) {
			uint64_t args[6] = { 5, GATE };

			args[at] = 0x1000 ^ 1U << bit;
			assert_int_equal(answer(program, ids[i], args), trace);
		}
		for (unsigned int bit = 0; bit < 64; bit++) {
			uint64_t args[6] = { 5, (GATE + GATE_EMPTY_OFFSET) ^ 1ULL << bit };

			args[at] = 0x1000;
			assert_int_equal(answer(program, ids[i], args), trace);
		}
	}
	for (uint64_t offset = 0; offset < 0x2000; offset++)
		assert_int_equal(
			answer(program, CALL_readlinkat, (uint64_t[6]){ 5, GATE + offset }),
			offset == GATE_EMPTY_OFFSET ? allow : trace);
	talloc_free(ctx);
}

/* Whatever overlaps the gate stops, tags in the address or not; ordinary memory does not. */
static void test_gate_cannot_be_taken_away(void **state)
{
	static const uint64_t lengths[] = { 1,          0x1000,     0x10000,     GATE_SIZE,
					    0x80000000, 0xffffffff, 0x100000000, ~0ULL - 0xfff };
	static const uint64_t tags[] = { 0, 0xffULL << 56, 0xb4ULL << 56, 0x7eULL << 56 };
	struct filter_config config = plain;
	void *ctx = talloc_new(NULL);
	struct bpf_program *program;

	(void)state;
	config.mseal_works = false;
	program = build(ctx, &config);
	for (size_t i = 0; i < ARRAY_SIZE(lengths) * ARRAY_SIZE(tags); i++) {
		uint64_t length = lengths[i / ARRAY_SIZE(tags)], tag = tags[i % ARRAY_SIZE(tags)];
		uint64_t starts[] = { GATE, GATE + GATE_SIZE - 0x1000,
				      GATE > length ? GATE - length + 0x1000 : 0x1000 };

		for (size_t j = 0; j < ARRAY_SIZE(starts); j++) {
			uint64_t at = starts[j] | tag;

			if (starts[j] + length <= GATE && starts[j] + length > starts[j])
				continue;
			assert_int_equal(answer(program, CALL_munmap, (uint64_t[6]){ at, length }),
					 trace);
			assert_int_equal(
				answer(program, CALL_mprotect, (uint64_t[6]){ at, length }), trace);
			assert_int_equal(
				answer(program, CALL_madvise, (uint64_t[6]){ at, length, 10 }),
				trace);
			assert_int_equal(
				answer(program, CALL_mmap, (uint64_t[6]){ at, length, 3, 0x32 }),
				trace);
			assert_int_equal(answer(program, CALL_mremap,
						(uint64_t[6]){ at, length, 0x1000, 1 }),
					 trace);
			assert_int_equal(answer(program, CALL_mremap,
						(uint64_t[6]){ 0x10000, 0x1000, length, 3, at }),
					 trace);
		}
	}
	assert_int_equal(answer(program, CALL_munmap, (uint64_t[6]){ 0x7fff00000000, 0x10000 }),
			 allow);
	assert_int_equal(answer(program, CALL_mmap, (uint64_t[6]){ 0, 0x10000, 3, 0x22 }), allow);
	talloc_free(ctx);
}

static void test_contradictions_are_refused(void **state)
{
	struct filter_config config = plain;
	struct bpf_program *program;

	(void)state;
	config.guest_fd_mounts = config.guest_fd_count + 1;
	assert_int_equal(filter_build(NULL, &config, &program), -EINVAL);
	config = plain;
	config.gate_address = 0x10000000; /* below 4 GiB: its high word is that of NULL */
	assert_int_equal(filter_build(NULL, &config, &program), -EINVAL);
	config.gate_address = GATE + 0xfff00000; /* across a 4 GiB border */
	assert_int_equal(filter_build(NULL, &config, &program), -EINVAL);
}

/* --- live -------------------------------------------------------------------------------- */

static int errno_of(enum call_id id, long a, long b, long c)
{
	errno = 0;
	return syscall(table_native_number(id), a, b, c, 0, 0, 0) < 0 ? errno : 0;
}

/* Exit status: which answer is wrong. Without a tracer, TRACE is ENOSYS. */
static int live_child(const struct bpf_program *program)
{
	struct sock_fprog fprog = { (unsigned short)program->count, program->insns };
	struct rlimit files;
	int fds[2];

	/* BASE is often just what the soft limit does not allow. */
	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return 1;
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		return 1;
	if (dup2(0, BASE) < 0 || pipe(fds) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog, 0, 0) < 0)
		return 1;
	if (syscall(SYS_getppid) <= 0 || write(fds[1], "x", 1) != 1)
		return 2;
	if (errno_of(CALL_io_uring_setup, 1, 0, 0) != ENOSYS ||
	    errno_of(CALL_pivot_root, 0, 0, 0) != EPERM)
		return 3;
	if (errno_of(CALL_close, BASE, 0, 0) != EBADF ||
	    errno_of(CALL_dup3, fds[0], BASE, 0) != EBADF ||
	    errno_of(CALL_close, fds[0], 0, 0) != 0)
		return 4;
	if (errno_of(CALL_openat, -100, (long)"/", 0) != ENOSYS)
		return 5;
	if (errno_of(CALL_ioctl, fds[1], 0xdead00005412, 0) != EPERM)
		return 6;
	errno = 0;
	if (syscall(1000) != -1 || errno != ENOSYS || syscall(0x40000000 | 39) != -1)
		return 7;
	return 0;
}

static void test_kernel_agrees(void **state)
{
	struct filter_config config = plain;
	void *ctx = talloc_new(NULL);
	struct bpf_program *program;
	int status;
	pid_t child;

	(void)state;
	config.guest_fd_base = BASE - 100;
	config.guest_fd_count = 200;
	assert_int_equal(filter_build(ctx, &config, &program), 0);
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
		talloc_free(ctx);
		skip();
	}
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(live_child(program));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filter_is_the_policy),
		cmocka_unit_test(test_window_takes_exact_entries_only),
		cmocka_unit_test(test_window_takes_mounts_and_size_24_only),
		cmocka_unit_test(test_empty_string_is_one_pointer),
		cmocka_unit_test(test_gate_cannot_be_taken_away),
		cmocka_unit_test(test_contradictions_are_refused),
		cmocka_unit_test(test_kernel_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
