// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about names and descriptors: the windows that the kernel confines by itself, the
 * protected descriptors, and the commands of fcntl and ioctl. Lists of commands are
 * allow-lists: a command nobody classified never runs natively.
 */
#include "syscall/rules.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <linux/random.h>
#include <linux/sockios.h>
#include <sys/socket.h>

#include "gate/gate.h"
#include "gate/words.h"
#include "syscall/fd_owner.h"
#include "util/broken.h"
#include "util/compiler.h"

static uint32_t high_word(uint64_t value)
{
	return (uint32_t)(value >> 32);
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
	uint64_t hows = rule->config->gate_address + GATE_HOWS_OFFSET;
	unsigned int trace = rule_trace(rule);

	bpf_emit_load_high(assembler, 2);
	bpf_emit_if_equal(assembler, high_word(hows), BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 2);
	bpf_emit_sub(assembler, (uint32_t)hows);
	bpf_emit_if_at_least(assembler, GATE_HOW_ALL * sizeof(struct gate_how), trace, BPF_NEXT);
	bpf_emit_and(assembler, sizeof(struct gate_how) - 1);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
	bpf_emit_load_high(assembler, 3);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 3);
	bpf_emit_if_equal(assembler, sizeof(struct open_how), BPF_NEXT, trace);
}

/* The name is exactly one of the gate's, and the entry creates nothing and follows no link. */
static void only_devices(struct rule *rule)
{
	uint64_t names = rule->config->gate_address + GATE_DEVICES_OFFSET;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int trace = rule_trace(rule);

	if (BROKEN_DEVICES) {
		only_entries(rule, GATE_HOW_READ, GATE_HOW_ALL);
		return;
	}
	bpf_emit_load_high(assembler, 1);
	bpf_emit_if_equal(assembler, high_word(names), BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 1);
	bpf_emit_sub(assembler, (uint32_t)names);
	bpf_emit_if_at_least(assembler, GATE_DEVICE_COUNT * GATE_DEVICE_SIZE, trace, BPF_NEXT);
	bpf_emit_and(assembler, GATE_DEVICE_SIZE - 1);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
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
	uint64_t words = config->gate_address + GATE_WORDS_OFFSET;
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
	bpf_emit_load_high(assembler, 1);
	bpf_emit_if_equal(assembler, high_word(words), BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 1);
	bpf_emit_sub(assembler, (uint32_t)words);
	bpf_emit_if_at_least(assembler, (uint32_t)sizeof(struct gate_words), trace, BPF_NEXT);
	bpf_emit_and(assembler, GATE_WORD_SIZE - 1);
	bpf_emit_if_equal(assembler, 0, BPF_NEXT, trace);
	if (config->guest_fd_count != 0) {
		bpf_emit_load_low(assembler, 0);
		bpf_emit_sub(assembler, config->guest_fd_base);
		bpf_emit_if_at_least(assembler, config->guest_fd_count, allow, BPF_NEXT);
		bpf_emit_if_at_least(assembler, config->guest_fd_mounts, trace, allow);
	}
	rule_end_allow(rule);
}

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
		bpf_emit_if_equal(rule->assembler, high_word(empty), BPF_NEXT, elsewhere);
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
	uint64_t names = rule->config->gate_address + GATE_FD_NAMES_OFFSET;
	struct bpf_asm *assembler = rule->assembler;
	unsigned int trace = rule_trace(rule);

	if (rule->config->gate_address == 0 || rule->config->guest_fd_mounts == 0 ||
	    rule->config->fake_root) {
		rule_end_trace(rule);
		return;
	}
	if (BROKEN_FD_NAMES) {
		rule_end_allow(rule);
		return;
	}
	bpf_emit_load_high(assembler, 0);
	bpf_emit_if_equal(assembler, high_word(names), BPF_NEXT, trace);
	bpf_emit_load_low(assembler, 0);
	bpf_emit_sub(assembler, (uint32_t)names);
	bpf_emit_if_at_least(assembler, GATE_FD_NAME_COUNT * GATE_FD_NAME_SIZE, trace, BPF_NEXT);
	bpf_emit_and(assembler, GATE_FD_NAME_SIZE - 1);
	bpf_emit_if_equal(assembler, 0, rule_allow(rule), trace);
	rule_end_trace(rule);
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

#ifndef F_DUPFD_QUERY
#define F_DUPFD_QUERY 1027 /* KERNEL: 6.10 */
#endif
#ifndef F_CREATED_QUERY
#define F_CREATED_QUERY 1028 /* KERNEL: 6.12 */
#endif

static const uint32_t fcntl_native[] = {
	F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,       F_SETFD,       F_GETFL,         F_GETLK,
	F_SETLK,     F_SETLKW,        F_OFD_GETLK,   F_OFD_SETLK,   F_OFD_SETLKW,    F_GETOWN,
	F_GETOWN_EX, F_GETSIG,        F_GETLEASE,    F_SETPIPE_SZ,  F_GETPIPE_SZ,    F_ADD_SEALS,
	F_GET_SEALS, F_GET_RW_HINT,   F_SET_RW_HINT, F_DUPFD_QUERY, F_CREATED_QUERY,
};

/* Signals to others without kill(2) (SECURITY.md E24), and leases, which stall the tracer. */
static const uint32_t fcntl_judged[] = { F_SETOWN, F_SETOWN_EX, F_GETOWNER_UIDS,
					 F_SETSIG, F_NOTIFY,    F_SETLEASE };

void rule_fcntl(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_if_among(rule, 1, fcntl_native, ARRAY_SIZE(fcntl_native), rule_allow(rule));
	rule_if_among(rule, 1, fcntl_judged, ARRAY_SIZE(fcntl_judged), rule_trace(rule));
	rule_if_int(rule, 1, F_SETFL, BPF_NEXT, rule_refuse(rule, EINVAL));
	rule_if_bits(rule, 2, O_ASYNC | O_NOATIME, rule_trace(rule), rule_allow(rule));
	rule_end_allow(rule);
}

/* What reads or sets the state of the caller's own terminal, socket or file. */
static const uint32_t ioctl_native[] = {
	/* terminals */
	TCGETS, TCSETS, TCSETSW, TCSETSF, TCGETA, TCSETA, TCSETAW, TCSETAF, TCGETS2, TCSETS2,
	TCSETSW2, TCSETSF2, TCSBRK, TCSBRKP, TCFLSH, TIOCSBRK, TIOCCBRK, TIOCGPGRP, TIOCGSID,
	TIOCGWINSZ, TIOCSWINSZ, TIOCOUTQ, TIOCMGET, TIOCMSET, TIOCMBIS, TIOCMBIC, TIOCGSOFTCAR,
	TIOCSSOFTCAR, TIOCNOTTY, TIOCGETD, TIOCPKT, TIOCGPKT, TIOCGPTN, TIOCSPTLCK, TIOCGPTLCK,
	TIOCGEXCL, TIOCGDEV,
	/* any descriptor */
	FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, FIOQSIZE,
	/* sockets: owners, reading only */
	FIOGETOWN, SIOCGPGRP, SIOCATMARK,
	/* files: cloning takes rights from both descriptors */
	FIGETBSZ, FICLONE, FICLONERANGE, FS_IOC_GETFLAGS, FS_IOC32_GETFLAGS, FS_IOC_GETVERSION,
	FS_IOC_FSGETXATTR, FS_IOC_FIEMAP, RNDGETENTCNT
};

/* The host's interfaces, reading only. KERNEL: any socket tells of them. */
static const uint32_t ioctl_interfaces[] = {
	SIOCGIFNAME,    SIOCGIFCONF,    SIOCGIFFLAGS,  SIOCGIFADDR, SIOCGIFDSTADDR,
	SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMETRIC, SIOCGIFMTU,  SIOCGIFHWADDR,
	SIOCGIFINDEX,   SIOCGIFTXQLEN,  SIOCGIFMAP,
};

/* ENODEV: as where there is no such interface. */
static void judge_interfaces(struct rule *rule)
{
	uint64_t domains = rule->config->socket_domains;
	bool none = domains != 0 && (domains & FILTER_DEFAULT_DOMAINS & ~(1ULL << AF_UNIX)) == 0;

	rule_if_among(rule, 1, ioctl_interfaces, ARRAY_SIZE(ioctl_interfaces),
		      none ? rule_refuse(rule, ENODEV) : rule_allow(rule));
}

/* Input for whoever reads the terminal next, also after the jail (SECURITY.md E49); namespaces. */
static const uint32_t ioctl_refused[] = { TIOCSTI, TIOCLINUX, TIOCSETD, TIOCCONS, SIOCGSKNS };

/*
 * All of these types are files that lead to namespaces: nsfs (0xb7) and pidfds (0xff).
 * ENOTTY: as kernels answer that do not know them.
 */
#define TYPE_BITS  0xff00U
#define TYPE_NSFS  0xb700U
#define TYPE_PIDFD 0xff00U
/* PIDFD_GET_INFO, of any size: tells of a process, and leads nowhere. */
#define NUMBER_BITS 0xffffU
#define PIDFD_INFO  0xff0bU

/* Everything else stops: the handler knows what the descriptor is. */
void rule_ioctl(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_if_among(rule, 1, ioctl_native, ARRAY_SIZE(ioctl_native), rule_allow(rule));
	judge_interfaces(rule);
	rule_if_among(rule, 1, ioctl_refused, ARRAY_SIZE(ioctl_refused), rule_refuse(rule, EPERM));
	bpf_emit_load_low(rule->assembler, 1);
	bpf_emit_and(rule->assembler, NUMBER_BITS);
	bpf_emit_if_equal(rule->assembler, PIDFD_INFO, rule_trace(rule), BPF_NEXT);
	bpf_emit_and(rule->assembler, TYPE_BITS);
	bpf_emit_if_equal(rule->assembler, TYPE_NSFS, rule_refuse(rule, ENOTTY), BPF_NEXT);
	bpf_emit_if_equal(rule->assembler, TYPE_PIDFD, rule_refuse(rule, ENOTTY), BPF_NEXT);
	if (BROKEN_IOCTLS)
		rule_end_allow(rule);
	else
		rule_end_trace(rule);
}
