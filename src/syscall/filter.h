/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The seccomp filter, generated from the table: for each call of this architecture ALLOW,
 * ERRNO or TRACE, as its row says; a number without a row TRACE (handler `unknown` refuses
 * it and counts); x32 numbers ENOSYS; another architecture's call KILL_PROCESS.
 *
 * It looks at registers only. Where the host has no seccomp, the tracer stops at every call
 * and runs the same program with bpf_eval (tracer/bpf.h), so both decide alike.
 */
#ifndef PTJAIL_SYSCALL_FILTER_H
#define PTJAIL_SYSCALL_FILTER_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "syscall/table.h"
#include "tracer/bpf.h"
#include "util/compiler.h"

struct filter_config {
	/*
	 * Some mount is read-only, or the guest holds a descriptor whose metadata it may not
	 * write (standard input from a file, say): metadata calls on descriptors stop.
	 */
	bool read_only;
	bool fake_root;     /* owners and modes are faked: what shows or writes them stops */
	bool merged;        /* some real directory must list extra names: getdents64 stops */
	bool unix_names;    /* what shows addresses of unix sockets stops */
	bool files_counted; /* what may make a descriptor stops, for its result (files_limit.h) */
	/* The gate is mseal'ed in every tracee: mmap, munmap, mremap and mprotect do not stop. */
	bool mseal_works;

	/*
	 * Numbers guest_fd_base .. + guest_fd_count - 1 are protected descriptors: to the guest
	 * they look closed. The first guest_fd_mounts of them may serve as windows: openat2 from
	 * them needs no stop. No window may lead into a mount that is read-only (the descriptor
	 * would lack its mark) or that holds hidden places.
	 */
	unsigned int guest_fd_base;
	unsigned int guest_fd_count;
	unsigned int guest_fd_mounts;
	/* The first of them is "/": links may be followed from it, inside it (RESOLVE_IN_ROOT). */
	bool guest_fd_root;
	/*
	 * The protected descriptor of the host's /dev, none of the windows: from it only the gate's
	 * names of devices are opened. 0: there is none.
	 */
	unsigned int guest_fd_devices;
	/*
	 * From this number to the last: what lies there is the tracer's to change, by dup3 in the
	 * tracee. 0: none is.
	 */
	unsigned int guest_fd_seats;
	/*
	 * How many entries of the gate's table are windows from any other descriptor, or the cwd,
	 * too: 0, GATE_HOW_WRITE (those that read) or GATE_HOW_ROOT_READ (those that write, too).
	 * With those that write unlinkat by a word of the gate's is a window, too (gate/words.h),
	 * and, unless read_only, a change of a handle by the gate's own string
	 * (GATE_ITSELF_OFFSET).
	 * None while a descriptor may be had that leads outside, or to what each open of has to
	 * be judged; only those that read while something is read-only. With fake_root, of those
	 * that write at most those that create (root_changes).
	 */
	unsigned int dirfd_entries;

	/*
	 * With fake_root: those whom no mode stops may change what the database need not hear of:
	 * windows create (O_EXCL), and marked calls on descriptors (GATE_FD_MARK) set times and
	 * modes. Never where something is read-only.
	 */
	bool root_changes;

	/*
	 * Where the gate lies in every tracee: above 4 GiB, its GATE_SIZE bytes inside one
	 * 4 GiB block. 0: there is none, so no window and nothing to protect.
	 */
	uint64_t gate_address;

	/*
	 * Bit per AF_* (below 64) that socket() may make. 0: FILTER_DEFAULT_DOMAINS; bit 0
	 * (AF_UNSPEC) alone: none. Of AF_NETLINK, NETLINK_ROUTE only.
	 */
	uint64_t socket_domains;

	/*
	 * socket() of AF_INET, AF_INET6 and AF_NETLINK stops, refused or not, and listen: they are
	 * to be told.
	 */
	bool domains_told;

	/* Affinities are the tracer's for a while (one_cpu.h): to look at one, or set it, stops. */
	bool affinity_kept;

	/* There is a limit of members: fork, vfork and clone stop. */
	bool births_counted;

	/* There is a limit of memory: memfd_create and what is mapped shared stop. */
	bool memory_counted;

	/* There is a limit of files' sizes: fallocate stops. */
	bool sizes_counted;

	/* Internet addresses are judged: plain protocols only, no source routes, listen stops. */
	bool net_judged;

	/* The kernel has other names than its own: uname stops. */
	bool uname;
};

/* AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
/*
 * KERNEL: no signal ends io_submit, nor move_pages where it only looks, before all is done: who
 * asks for more stops, and gets less.
 */
#define SUBMITTED_MOST   16U
#define MOVED_PAGES_MOST (1U << 24)

#define FILTER_DEFAULT_DOMAINS ((1ULL << 1) | (1ULL << 2) | (1ULL << 10) | (1ULL << 16))

/*
 * For the native architecture; *ret_program is a talloc child of `ctx`. -EINVAL: the config
 * contradicts itself; -ENOMEM.
 */
int filter_build(TALLOC_CTX *ctx, const struct filter_config *config,
		 struct bpf_program **ret_program) MUST_CHECK;

/* The same for any architecture, for tests on any host. */
int filter_build_for(TALLOC_CTX *ctx, enum table_arch arch, const struct filter_config *config,
		     struct bpf_program **ret_program) MUST_CHECK;

#endif
