/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The table of system calls (table.def) as data: what a call is named, numbered and
 * classified, how its arguments read, and who decides about it. The numbers of all
 * architectures are compiled in on every host.
 *
 * Everything here is constant and lives for ever; nothing is owned by the caller.
 */
#ifndef PTJAIL_SYSCALL_TABLE_H
#define PTJAIL_SYSCALL_TABLE_H

enum table_arch {
	TABLE_X86_64,
	TABLE_AARCH64,
};
#define TABLE_ARCH_COUNT 2

/* CALL_openat: one per row, in the order of table.def. */
enum call_id {
#define BOTH(name, ...) CALL_##name,
#define X86(name, ...)  CALL_##name,
#define ARM(name, ...)  CALL_##name,
#include "syscall/table.def"
#undef BOTH
#undef X86
#undef ARM
	CALL_COUNT
};

/* HANDLER_open: who decides at a stop (syscall/handlers.h has the function). */
enum handler_id {
	HANDLER_none,
#define HANDLER(name) HANDLER_##name,
#include "syscall/handlers.def"
#undef HANDLER
	HANDLER_COUNT
};

/* RULE_openat2: who writes the filter's code for a row (syscall/rules.h). */
enum rule_id {
#define RULE_DEF(name, text) RULE_##name,
#include "syscall/rules.def"
#undef RULE_DEF
	RULE_COUNT
};

/* What a call is about, for the policy. A handler may find that a call is more than its class. */
enum call_class {
	CLASS_READ,   /* looks at what a name leads to, opens it */
	CLASS_WRITE,  /* changes the content behind a name */
	CLASS_CREATE, /* makes a name */
	CLASS_REMOVE, /* takes a name away (rename: and makes another) */
	CLASS_META,   /* changes owner, mode, times, attributes, also through a descriptor */
	CLASS_EXEC,   /* runs a program */
	CLASS_FD,     /* uses descriptors for what they were opened for */
	CLASS_MEM,    /* the caller's own memory */
	CLASS_PROC,   /* the caller's life: threads, children, limits, groups */
	CLASS_SIGNAL, /* sends and awaits signals */
	CLASS_TIME,   /* clocks and timers */
	CLASS_NET,    /* sockets */
	CLASS_IPC,    /* locks, and what is shared by name or key */
	CLASS_SCHED,  /* priorities and processors */
	CLASS_ID,     /* users, groups, capabilities */
	CLASS_INFO,   /* what the machine is */
	CLASS_KERNEL, /* kernel surface that a jail has no use for */
};

enum call_route {
	ROUTE_NATIVE,
	ROUTE_TRACE,
	ROUTE_DENY,          /* row->refusal: positive errno */
	ROUTE_RULE,          /* row->rule */
	ROUTE_NATIVE_UNLESS, /* row->conditions */
};

/* Bits of row->conditions: what a jail may be configured to need. */
#define COND_FAKE_ROOT      0x2U   /* owners and modes are faked (-0) */
#define COND_MERGED         0x4U   /* some real directory must list more than it holds */
#define COND_NET_JUDGED     0x10U  /* internet addresses are judged */
#define COND_BIRTHS_COUNTED 0x20U  /* members are limited in number */
#define COND_UNAME          0x40U  /* the kernel's names are others (-k) */
#define COND_MEMORY_COUNTED 0x100U /* there is a limit of memory */
#define COND_SOCKETS_TOLD   0x200U /* somebody is told of sockets that are made, or refused */
#define COND_LESSER         0x400U /* of no jail: a member's own filter has it stop (inside.h) */
#define COND_SIZES_COUNTED  0x800U /* there is a limit of files' sizes */
#define COND_UNIX_NAMES     0x8U   /* addresses of unix sockets have to be shown as guest paths */

/*
 * How an argument register reads. int-sized kinds are the low 32 bits, whatever the high
 * half says (SECURITY.md E42): INT UINT FD DIRFD MODE DEV *_FLAGS SIGNO PID PGRP UID GID
 * RESOURCE WHENCE CLOCK PROT *_COMMAND PRCTL_OPTION SOCKLEN HEX; the others are 64 bits.
 */
enum arg_kind {
	ARG_NONE,
	ARG_INT,
	ARG_UINT,
	ARG_LONG,
	ARG_ULONG,
	ARG_HEX,  /* flag bits nobody decodes; may be wider than 32 bits */
	ARG_PTR,  /* a structure nobody decodes */
	ARG_ADDR, /* a place in memory, not read or written as data */
	ARG_SIZE,
	ARG_OFF,
	ARG_FD,
	ARG_DIRFD,
	ARG_FD_PAIR_OUT, /* int[2] */
	ARG_PATH,        /* a name that is looked up */
	ARG_PATH_NEW,    /* a name that is made or removed: its parent is looked up */
	ARG_LINK_TEXT,   /* what a symlink shall hold: not looked up */
	ARG_STR,         /* a string that is no path in the guest */
	ARG_BUF_IN,      /* bytes for the kernel; the next SIZE or SOCKLEN counts them */
	ARG_BUF_OUT,     /* bytes from the kernel */
	ARG_IOVEC,       /* the next argument counts them */
	ARG_ARGV,
	ARG_MODE,
	ARG_DEV,
	ARG_ACCESS_MODE,
	ARG_OPEN_FLAGS,
	ARG_AT_FLAGS,
	ARG_OPEN_HOW,
	ARG_CLONE_FLAGS,
	ARG_MAP_FLAGS,
	ARG_PROT,
	ARG_WHENCE,
	ARG_STAT_OUT,
	ARG_STATX_OUT,
	ARG_STATFS_OUT,
	ARG_SOCKADDR,
	ARG_SOCKADDR_OUT, /* the next argument points to its length */
	ARG_SOCKLEN,
	ARG_MSGHDR,
	ARG_MMSGHDR,
	ARG_SIGNO,
	ARG_PID,
	ARG_PGRP,
	ARG_UID,
	ARG_GID,
	ARG_RESOURCE,
	ARG_CLOCK,
	ARG_TIMESPEC,
	ARG_FCNTL_COMMAND,
	ARG_IOCTL_COMMAND,
	ARG_PRCTL_OPTION,
};
#define TABLE_ARGS_MAX 6U

struct syscall_row {
	enum call_id id;
	const char *name;
	int number[TABLE_ARCH_COUNT]; /* by enum table_arch; -1: that architecture lacks it */
	enum call_class class;
	enum call_route route;
	int refusal;
	enum rule_id rule;
	unsigned int conditions;
	enum handler_id handler;
	unsigned int nargs;
	enum arg_kind args[TABLE_ARGS_MAX];
};

const struct syscall_row *table_row(enum call_id id);

/* NULL: no such call on that architecture; any number may be asked. O(1). */
const struct syscall_row *table_by_number(enum table_arch arch, long number);

/* NULL: no such name. Linear. */
const struct syscall_row *table_by_name(const char *name);

/* The architecture that this program was compiled for. */
enum table_arch table_native_arch(void);

/* The call's number there; -1: this architecture lacks it. */
long table_native_number(enum call_id id);

static inline enum call_id table_id(const struct syscall_row *row)
{
	return row->id;
}

/* "READ", "open", "openat2" and what the rule does in words. */
const char *table_class_name(enum call_class class);
const char *table_handler_name(enum handler_id handler);
const char *table_rule_name(enum rule_id rule);
const char *table_rule_text(enum rule_id rule);

#endif
