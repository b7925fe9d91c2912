/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Inside of the synthetic /proc, for its own files only (proc*.c, dev.c).
 */
#ifndef PTJAIL_SYSCALL_PROC_NODE_H
#define PTJAIL_SYSCALL_PROC_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <talloc.h>

#include "path/node.h"
#include "path/resolve.h"
#include "syscall/jail.h"
#include "syscall/proc.h"
#include "syscall/proc_text.h"
#include "util/compiler.h"

#define PROC_NAME_MAX  256 /* longest node name; the table's own are far below */
#define PROC_ENTRY_MAX 64  /* longest last component */

struct spool_node;

struct proc {
	struct jail *jail;
	int host; /* the host's /proc, O_PATH, owned; never leaves the tracer */
	dev_t host_dev;
	int spool;               /* the tree's root in the spool, owned */
	int aside;               /* a directory of ours on the same file system, O_PATH, owned */
	bool lists_newest_first; /* the file system that the spool lies on does */
	bool handed_out;         /* a member may hold a directory of it, and change its mode */
	/* The last processes that ended, of which some may be zombies; 0: none (proc_zombie.c). */
	struct proc_ended {
		pid_t pids[256];
		size_t next;
	} ended;
	int own_seccomp; /* the seccomp mode that ptjail itself was started in */
	/* spool directories that stand for nodes: by name, and by (dev, ino) */
	struct spool_node *by_name;
	struct spool_node *by_inode;
};

/* Whose node it is; answered by proc_subject(). */
struct proc_subject {
	const char *node;      /* whole name */
	const char *rest;      /* below "PID/" or "PID/task/TID/"; the whole name if global */
	pid_t pid;             /* first number of the name; 0: a global node */
	pid_t tid;             /* the thread it is about: TID, else PID */
	bool is_task;          /* under PID/task/TID */
	bool is_zombie;        /* ended, and not yet waited for: only "PID" and files in it */
	struct member *member; /* that thread, or another of the process when its leader ended;
				  NULL where pid is 0, and of a zombie */
	struct caller caller;
};

/* Splits a node's name. -ENOENT: no such member (any more). */
int proc_subject(struct proc *proc, const struct caller *caller, const char *node,
		 struct proc_subject *ret_subject) MUST_CHECK;

/*
 * Writes the content of a node into `text`; answers 0 or -errno. The text's own error need
 * not be looked at: proc_read() ends it.
 */
typedef int proc_reader(struct proc *proc, const struct proc_subject *subject,
			struct proc_text *text);

enum proc_row_flag {
	PROC_FOR_PROCESS = 1 << 0, /* exists in PID */
	PROC_FOR_TASK = 1 << 1,    /* exists in PID/task/TID */
	PROC_PRIVATE = 1 << 2,     /* KERNEL: ptrace_may_access(): a non-dumpable process
				      keeps it from others */
	PROC_LIVE = 1 << 3,        /* no copy is read: programs keep it open and read it
				      again, or only its own process may read it */
	PROC_WRITABLE = 1 << 4,    /* the same, and it may be opened for writing */
	PROC_NOT_FAKED = 1 << 5,   /* what nobody can change as root could: not there where ids
				      are faked, as on kernels without it */
	PROC_NOT_BY_ROOT = 1 << 7, /* where root runs ptjail, it would tell of the machine */
	PROC_FOR_ZOMBIE = 1 << 6,  /* still there when the process has ended: a copy */
};

struct proc_row {
	const char *name; /* below PID/, or the whole name of a global node */
	enum node_kind kind;
	mode_t mode; /* 0: the host file's own */
	unsigned int flags;
	proc_reader *read; /* FILE: NULL refuses every open (EACCES) */
	const char *text;  /* LINK: its text, when constant */
};

/* The row of a node; NULL: none. */
const struct proc_row *proc_row_find(const struct proc_subject *subject);
/* Calls `visit` for each row that lies directly in directory `dir` (its `rest`). */
int proc_row_each(const struct proc_subject *dir,
		  int (*visit)(const struct proc_row *row, const char *name, void *data),
		  void *data) MUST_CHECK;

/* --- proc.c --- */
/* What a node is: kind, mode and, unless it is made of numbers (fd/4), its row. */
struct proc_look {
	enum node_kind kind;
	mode_t mode;
	const struct proc_row *row;
	unsigned int flags;
};
/* Finds out about a node; -ENOENT, or -EACCES for descriptors of a process that hides. */
int proc_look(struct proc *proc, const struct caller *caller, const char *node,
	      struct proc_subject *ret_subject, struct proc_look *ret_look) MUST_CHECK;
bool proc_row_is_there(const struct proc *proc, const struct proc_row *row);
/* A living thread that speaks for process `pid` (or thread `pid`); NULL: no member. */
struct member *proc_member(const struct proc *proc, pid_t pid);
struct path_view proc_view(struct proc *proc, const struct caller *caller);
/* Guest path of the mount itself ("/proc"), for link texts. */
const char *proc_guest_path(const struct proc *proc);
/* True when the caller may look at what PROC_PRIVATE rows tell of the subject. */
bool proc_may_look(const struct proc_subject *subject);

/* --- proc_zombie.c --- */
bool proc_zombie_is(const struct proc *proc, pid_t pid);
proc_reader proc_zombie_read;
/* A process has ended. Its number is remembered for a while, for listings. */
void proc_zombie_note(struct proc *proc, pid_t pid);
/* What the spool holds for a number that is no member's is removed. */
void proc_zombie_forget(struct proc *proc, pid_t pid);
/* Each zombie that is remembered, until `visit` says false. */
void proc_zombie_each(struct proc *proc, bool (*visit)(pid_t pid, void *data), void *data);

/* --- proc_rights.c --- */
/* Opens of the node give the kernel's own file, not a copy (where it can be handed over). */
bool proc_is_live(const struct proc *proc, const struct proc_look *look);
/* The name below the mount's place of a handle on the host's procfs, as the kernel spells it. */
int proc_host_node(TALLOC_CTX *ctx, struct proc *proc, int handle, char **ret_node) MUST_CHECK;

/* --- proc_link.c: callbacks of struct node_ops --- */
int proc_link_text(TALLOC_CTX *ctx, void *user, const struct caller *caller, const char *node,
		   char **ret_text) MUST_CHECK;
int proc_link_follow(void *user, const struct caller *caller, const char *node,
		     int *ret_handle) MUST_CHECK;

/* --- proc_spool.c --- */
int spool_new(struct proc *proc, int spool) MUST_CHECK;
void spool_free(struct proc *proc);
int spool_handle(struct proc *proc, const char *node, enum node_kind kind, mode_t mode,
		 int *ret_handle) MUST_CHECK;
const char *spool_by_identity(const struct proc *proc, dev_t dev, ino_t ino);
void spool_remove(struct proc *proc, const char *node);

struct spool_entry {
	char name[PROC_ENTRY_MAX];
	enum node_kind kind;
	mode_t mode;
};
/* The directory shall hold exactly these entries; sorts them. */
int spool_fill(struct proc *proc, const char *node, struct spool_entry *entries,
	       size_t count) MUST_CHECK;

/* --- proc_files.c: readers and their tools --- */
/* What of ptjail's own state its members have inherited. */
int proc_own_facts(struct proc *proc) MUST_CHECK;
/* Appends the host file of the same name, whole. */
int proc_host_read(const struct proc *proc, const char *path, struct proc_text *text) MUST_CHECK;
/* The same, of `path` in `directory`. */
int proc_read_at(int directory, const char *path, struct proc_text *text) MUST_CHECK;

proc_reader proc_copy, proc_limits, proc_status, proc_stat, proc_statm, proc_loadavg, proc_swaps,
	proc_children, proc_first_line, proc_net_list, proc_net_facts, proc_cgroup, proc_cpuset,
	proc_core_pattern, proc_zero, proc_locks, proc_sysvipc_shm, proc_sysvipc_sem,
	proc_sysvipc_msg;

/* Pure parts, for tests. Both read a NUL-terminated host text. */
struct status_facts {
	int jail_filters; /* how many seccomp filters of a thread are the jail's */
	int native_mode;  /* seccomp mode without any other filter that can be counted */
	bool group_stopped;
	bool held;    /* by a member that traces it */
	pid_t tracer; /* that member; 0: none */
	mode_t umask;
	unsigned long signals; /* so many may wait for its user */
	bool strict;           /* seccomp's strict mode */
	bool no_new_privs;
	unsigned long gate_bytes;   /* of its address space are the gate's */
	unsigned long behind_bytes; /* of them, data */
	const struct creds *creds;  /* NULL: the host's own ids and capabilities are shown */
	const struct scheduling *scheduling; /* NULL: as the kernel has it */
};
/* proc_ids.c: the line of PID/status tells ids or capabilities: adds it with the faked ones. */
bool proc_ids_line(const char *line, const struct creds *creds, struct proc_text *text);
void status_filter(const char *host, const struct status_facts *facts, struct proc_text *text);
/* `host`: one line of PID/stat; state, vsize and priorities become what the guest is told. */
void stat_filter(const char *host, const struct status_facts *facts, struct proc_text *text);
void statm_filter(const char *host, unsigned long gate_pages, struct proc_text *text);

/* --- proc_maps.c --- */
proc_reader proc_maps; /* serves smaps too */

struct maps_hole {
	uint64_t start, end;
};
/* Host prefix -> guest prefix; the longest host prefix wins. */
struct path_pair {
	const char *host;
	const char *guest;
	bool is_directory;
};
/* A file whose mappings are shown as those of another, from `offset` on; before it not at all. */
struct maps_guise {
	dev_t dev;
	ino_t ino;
	uint64_t offset;
	dev_t shown_dev;
	ino_t shown_ino;
	const char *shown_name; /* a guest path */
};
/* A file of ptjail's own, of which no mapping is shown; all 0: none. */
struct maps_file {
	dev_t dev;
	ino_t ino;
};
struct maps_facts {
	struct maps_hole hole;
	struct maps_file own[2];
	const struct path_pair *pairs;
	size_t pair_count;
	const struct maps_guise *guises;
	size_t guise_count;
};
/*
 * maps or smaps (`host` is cut up): mappings inside the hole and of own files vanish, paths become
 * guest paths or nothing, guises are put on.
 */
void maps_rewrite(char *host, const struct maps_facts *facts, struct proc_text *text);
/* The guest path for a host path, talloc'd; NULL: the mounts do not show it. */
char *path_pair_map(TALLOC_CTX *ctx, const struct path_pair *pairs, size_t count, const char *host);
/* The pairs of the jail's mounts, as they are named on the host now. */
int path_pairs_of_mounts(TALLOC_CTX *ctx, const struct mount_table *mounts,
			 struct path_pair **ret_pairs, size_t *ret_count) MUST_CHECK;

/* --- proc_mounts.c --- */
proc_reader proc_kernel_name, proc_version; /* uname.c */
proc_reader proc_mounts, proc_mountinfo, proc_mountstats;

enum mounts_format {
	MOUNTS_FSTAB, /* mounts */
	MOUNTS_INFO,  /* mountinfo */
	MOUNTS_STATS, /* mountstats */
};
/* The table as seen from a caller whose root is at guest path `root` ("/": no chroot). */
void mounts_text(const struct jail *jail, const char *root, enum mounts_format format,
		 struct proc_text *text);

/* --- proc_fd.c --- */
bool proc_fd_hidden(const struct proc *proc, int fd);
int proc_fd_exists(struct proc *proc, const struct proc_subject *subject, int fd) MUST_CHECK;
int proc_fd_list(TALLOC_CTX *ctx, struct proc *proc, const struct proc_subject *subject,
		 enum node_kind kind, struct spool_entry **ret_entries,
		 size_t *ret_count) MUST_CHECK;
/* The text of "fdinfo/N". */
int proc_fd_info(struct proc *proc, const struct proc_subject *subject,
		 struct proc_text *text) MUST_CHECK;
/* Opens a magic link of the host's /proc (fd/N, cwd) as O_PATH. */
int proc_link_open(struct proc *proc, const char *node, int *ret_handle) MUST_CHECK;
/* What a handle is called in the guest, as /proc/PID/fd/N would say it. Never a host path. */
int proc_handle_text(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, int handle,
		     const struct mount *prefer, char **ret_text) MUST_CHECK;
int proc_fd_text(TALLOC_CTX *ctx, struct proc *proc, const struct proc_subject *subject,
		 char **ret_text) MUST_CHECK;

#endif
