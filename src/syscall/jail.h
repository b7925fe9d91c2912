/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the syscall layer knows of the jail: its mounts, its members, and what threads
 * share (struct fs by CLONE_FS, struct process by CLONE_THREAD).
 *
 *   jail -> member (one per thread) -> fs, process (shared, counted)
 */
#ifndef PTJAIL_SYSCALL_JAIL_H
#define PTJAIL_SYSCALL_JAIL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <talloc.h>

#include "path/mount.h"
#include "path/node.h"
#include "path/resolve.h"
#include "syscall/scheduling.h"
#include "tracer/engine.h"
#include "tracer/gate_map.h"

/* Shared by CLONE_FS: what chdir, chroot and umask change. */
struct fs {
	unsigned int users;
	int cwd;                 /* O_PATH handle, owned; the kernel's own cwd is the same */
	struct mount *cwd_mount; /* the mount it was entered through (shadow mount id) */
	int root;                /* O_PATH handle of a virtual chroot, owned; -1: the root mount */
	struct mount *root_mount;
	char *root_rel;
	mode_t umask;
	bool cwd_stands_in; /* the kernel's cwd is the stand-in for `cwd` (dev.h) */
	bool cwd_stale;     /* it may be another by now: ask the kernel at the next use */
};

/* Faked ids that others were told of a process (peer_ids.h). */
struct peer_ids {
	uid_t uid;
	gid_t gid;
	bool known;
};

/* Shared by CLONE_THREAD: a process (thread group). */
struct process {
	unsigned int users; /* threads */
	pid_t tgid;
	int exe;       /* O_PATH handle of the program, owned; -1: none yet */
	dev_t exe_dev; /* its identity: it may not be opened for writing (ETXTBSY) */
	ino_t exe_ino;
	char *exe_guest;    /* its guest path when executed */
	char *interp_guest; /* PT_INTERP's guest path or NULL */
	bool dumpable;      /* shadow of PR_SET_DUMPABLE */
	struct told_limits {
		uint32_t known; /* bit i: limit i is told from here, and not the kernel's */
		struct rlimit limits[RLIM_NLIMITS];
	} told; /* three limits.c has of its own; what a faked root set and the host refused */
	bool loading; /* the loader runs: first judged call after exec ends this */
	struct inside_site {
		uint64_t ip;
		unsigned int stops;
		bool hopeless;
	} sites[24]; /* where calls stopped that in-process code serves (inside.h) */
	unsigned int next_site;
	bool has_threads;         /* or had: what could be replaced before is (inside.h) */
	struct peer_ids noted[3]; /* by enum peer_moment: what sockets of its know it as */
	struct peer_ids claimed;  /* what it said of itself in a message (peer_ids.h) */
	struct removals {
		dev_t dev; /* the directory it removed from last, */
		ino_t ino;
		unsigned int here;     /* so many stops for names in it since it was listed, */
		unsigned int patience; /* and so many before it is listed again */
	} removals;                    /* words.h */
	bool inside_off;               /* it has a filter of its own, which no exec takes away */
};

struct call;

struct member {
	struct jail *jail;
	struct tracee *tracee;
	struct fs *fs;
	struct process *process;
	struct creds *creds;          /* faked credentials, owned; NULL without jail->fake_root */
	struct scheduling scheduling; /* what a faked root was told of */
	struct call *call;            /* the one call in flight, reused */
	struct exec_state *exec;      /* plan of an exec in flight (exec.c) */
	bool windows_shut;            /* by a filter of its own, for good (inside.h) */
	bool no_new_privs; /* as the guest sees it, unless it has faked credentials (prctl.c) */
	bool strict;       /* seccomp's strict mode (strict.h) */
};

/* Degraded modes: what the host lacks, or --without takes away for tests. */
struct features {
	bool seccomp;
	bool openat2;
	bool process_vm;
	bool memfd;
	bool pidfd_getfd;
	bool mseal;
	bool set_mm; /* prctl(PR_SET_MM_MAP), which the loader describes its process with */
};

struct fake_root;
struct faked_devices;

/* The pidfd of the thread whose descriptors were asked for last, owned; -1: none. */
struct last_pidfd {
	pid_t tid;
	int fd;
};

#define JAIL_UNIX_SOCKETS 64

struct jail {
	struct engine *engine;
	struct gate *gate;
	struct mount_table *mounts;
	struct node_ops nodes;
	struct features features;
	struct last_pidfd last_pidfd;
	bool narrow_stdio;   /* a standard descriptor is a host file, not open for both ways */
	bool narrow_pipe;    /* one of them a pipe, not open for both ways */
	bool given_file;     /* one of them a file, FIFO or device that has a name */
	struct judge *judge; /* rules about places (judge.h); NULL: nothing is judged */
	const struct policy_net *net;    /* which addresses may be reached; NULL: all */
	struct bound_sockets *bound;     /* unix sockets of members (net_judge.c) */
	struct made_memory *made_memory; /* NULL: memory is not counted (made_memory.h) */
	struct sock_seat *seats;         /* taken by calls in flight (sock_seat.c) */
	FILE *audit;                     /* --audit sink or NULL */
	const struct bpf_program
		*judging;   /* the filter; the kernel's may stop more (refusals.h, files_limit.h) */
	bool refusals_told; /* what the filter refuses stops */
	bool files_counted; /* what may make a descriptor stops */
	bool has_peers;     /* somebody outside may have handed in descriptors (SECURITY.md E44) */
	bool root_windows;  /* fake root: those whom no mode stops have windows that read */
	bool proc_entered;  /* some member may hold a directory of the synthetic /proc */
	dev_t spool_dev;
	int spool; /* private directory of this run, owned */
	bool bare;
	bool new_session;    /* members are cut off from the terminal's session (--strict) */
	bool refuses_ptrace; /* ptrace is EPERM (--strict) */
	unsigned int guest_fd_base;
	int guest_fd_gate; /* numbers in the tracees */
	int guest_fd_loader;
	int guest_fd_joined;    /* of the first of them */
	int guest_fd_content;   /* the directory that `content` is */
	int guest_fd_devices;   /* host_dev, where there are host_devices */
	int guest_fd_terminals; /* the directory that `terminals` is */
	int guest_fd_seats;     /* of the first of them (sock_seat.h) */
	ino_t terminals_ino;
	uint32_t host_devices; /* bit i: GATE_DEVICES[i] of the host stands in the guest's /dev */
	int host_dev;          /* O_PATH handle of the host's /dev, owned; -1 */
	int terminals;         /* empty directory of the spool, for devpts (dev.h), owned */
	int content;           /* spool directory for synthetic files on their way, owned */
	int landlock_fd;       /* ruleset of the second wall, owned; -1: the host has none */
	int initial_cwd;       /* O_PATH handle, owned */
	struct mount *initial_cwd_mount;
	bool cwd_fell_back; /* the wanted one was not there, and did not have to be: it is / */
	unsigned int guest_fd_count;
	struct guest_fds *guest_fds;       /* what lies at these numbers (guest_fds.c) */
	const struct kernel_names *kernel; /* what uname shall say (uname.h); NULL: the truth */
	struct widened *widened;           /* with -0: modes to be put back; NULL: none */
	struct emulator *emulator; /* runs programs of other architectures; NULL: nothing does */
	FILE *trace;               /* --trace sink or NULL */
	struct limits *limits;     /* NULL: nothing is limited or measured (tracer/limits.h) */
	uint64_t refused;          /* calls answered with EPERM, EACCES or EROFS; what is hidden */
	struct known_files *known_files; /* that were executed (known_files.h); NULL: none yet */
	struct joined *joined;           /* loader and interpreter in one (joined.h) */
	struct site_hint {
		uint32_t once, again; /* processes in which it stopped, and stopped again */
	} site_hints[251];            /* by call and place in the page (inside.h) */
	unsigned int words;           /* in the gate (words.h) */
	uint32_t removed_names[1024]; /* hashes of those that stopped lately */
	bool watched; /* some member has watched something, and would hear of ptjail's opens */
	struct patch_texts *texts;     /* of C libraries (tracer/patch.h); NULL: none yet */
	uint64_t sites_replaced;       /* for --stats (inside.h) */
	uint64_t *stops_by_call;       /* per enum call_id, for --stats */
	struct unknown_calls *unknown; /* numbers without a row, counted */
	struct proc *proc;             /* the synthetic /proc (proc.c) */
	struct unix_names *unix_names; /* socket inode -> guest name (unix_names.c) */
	/* Inodes of sockets that were of the unix domain when they were looked at (send.c). */
	ino_t unix_sockets[JAIL_UNIX_SOCKETS];
	struct ipc *ipc;         /* System V objects made by members (sysvipc.c) */
	bool guest_filters;      /* some member has a seccomp filter of its own (guest_filter.c) */
	bool files_shared;       /* some processes share one table of descriptors (target.h) */
	struct ended_ids *ended; /* who members were that ended (peer_ids.c) */
	struct fake_root *fake_root; /* -0, -i: owners and credentials (fakeroot/); NULL: real */
	struct faked_devices *faked_devices; /* what was opened (faked_device.h); NULL: none yet */
	struct owed_names *owed; /* listings that small buffers cut short (getdents.c) */
	/* why the last exec failed, for the launch report */
	struct exec_failure {
		int error;
		enum exec_reason {
			EXEC_FAILED_PLAIN,
			EXEC_FAILED_ARCH,
			EXEC_FAILED_INTERP,
			EXEC_FAILED_NOEXEC_MOUNT,
			EXEC_FAILED_UNREADABLE,
			EXEC_FAILED_DIRECTORY,
			EXEC_FAILED_RULE,
		} reason;
		char *name;       /* guest path at fault */
		char *rule;       /* EXEC_FAILED_RULE: which, in words */
		uint16_t machine; /* EXEC_FAILED_ARCH: e_machine and class of that file */
		unsigned char elf_class;
	} exec_failure;
};

/*
 * Whether the member's tid is its own still: not of one that was reaped, though its end is still
 * to be handled, nor (KERNEL: de_thread()) of a thread that executes a program, which may have got
 * its leader's number already. Such a number may be anybody's outside.
 */
bool member_has_number(const struct member *member);

/* The member with this tid, or process with this tgid; NULL when it is none of ours. */
struct member *jail_find_member(const struct jail *jail, pid_t tid);
struct process *jail_find_process(const struct jail *jail, pid_t tgid);

/* Releases one user of a shared object; frees it with the last one. Those left look anew. */
void fs_release(struct fs *fs);
/* A copy of `fs` for one user (fork, unshare(CLONE_FS)); NULL: no memory or descriptors. */
struct fs *fs_copy(struct jail *jail, const struct fs *fs);

/* Hooks for the engine (enter, leave, birth, exec, death), bound to `jail`. */
struct engine_hooks jail_hooks(struct jail *jail);

/* Calls `visit` for every member; stops when it answers false. */
void jail_each_member(const struct jail *jail, bool (*visit)(struct member *, void *), void *data);

#endif
