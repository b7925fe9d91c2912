/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A tracee: one thread under ptrace, from its birth to its reaping.
 *
 *   EMBRYO --claimed by its parent's event--> RUNNING <--> STOPPED --> DEAD
 *
 * The engine owns the object (talloc child of the engine); what the syscall layer keeps
 * about a thread hangs on `member`.
 */
#ifndef PTJAIL_TRACER_TRACEE_H
#define PTJAIL_TRACER_TRACEE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <uthash.h>

#include "arch/regs.h"

struct engine;
struct guest_trace;
struct slot;

enum tracee_state {
	TRACEE_EMBRYO, /* seen before its parent's event, or announced and not stopped yet */
	TRACEE_RUNNING,
	TRACEE_STOPPED,
	TRACEE_DEAD,
};

/* Where in a system call a stopped tracee stands. */
enum tracee_where {
	AT_NOWHERE, /* no system call: signal, event, group stop */
	AT_ENTRY,   /* the call can still be changed or skipped */
	AT_EXIT,    /* the call is over, its result is in the registers */
};

/* What the engine still expects of a call that it did not just let go. */
enum tracee_call {
	CALL_NONE,
	CALL_REENTERING, /* the instruction runs once more; its entry stops are passed over */
	CALL_RUNNING,    /* the exit stop belongs to the leave hook */
};

struct tracee {
	struct engine *engine;
	pid_t tid;
	pid_t tgid;
	enum tracee_state state;
	enum tracee_where where;
	struct regs regs;     /* as of the current stop, when regs_valid */
	struct regs original; /* the guest's own, from the entry stop of the call in flight */
	enum tracee_call call;
	long again_sysno; /* CALL_REENTERING: what has to be entered */
	uint64_t again_args[6];
	bool in_syscall;      /* all-stops mode: between entry and exit stop */
	bool remote_used;     /* signals are blocked until the next resume */
	uint64_t signal_mask; /* the guest's own, while remote_used */
	bool in_tail;         /* let go into a rewritten open that returns to the gate's tail */
	long tail_sysno;      /* what was rewritten, to know it again after a restart */
	uint64_t tail_base;
	uint64_t loader_ip; /* where the loader of the last exec began; 0: it is done */
	bool restarting;    /* the last call ended in a restart code: see regs_repair_restart */
	bool group_stopped; /* PTRACE_LISTENing */
	bool born;          /* its parent's event was seen, hooks know it */
	bool born_instead;  /* of a call in place of `original`, which is its parent's */
	int pending_signal; /* delivered at the next resume */
	bool stops_late;    /* its group is stopped, it goes on until it has no slot to read */
	bool resend_stop;   /* a SIGSTOP was held back during a remote call */
	int early_status;   /* embryo: wait status of its first stop */
	bool early_stop;
	uint64_t last_stop; /* engine.stop_count when it was last handled, or first seen */
	bool in_exec;       /* the kernel executes a program for it: see family_must_wait() */
	bool drains;        /* may be in a call that is waited for (drain.h) */
	bool held_stop;     /* a stop that waits for how a sibling's exec comes out */
	int held_status;
	bool waits_share; /* a stop that waits for its turn (shares.h): */
	int share_status;
	uint64_t share_since;
	struct tracee *next_share;
	uint64_t costly_until; /* nanoseconds: it made calls that took the tracer long; */
	uint64_t cost;         /* and how long these took */
	struct slot *slot;     /* of the call in flight, or of one whose end was not waited for */
	uint64_t slot_since;   /* milliseconds of the monotonic clock: when it was let go with it */
	uint64_t memory_id;    /* the same for all that share this address space; 0: not known */
	uint64_t annex;        /* of this address space (annex.c); 0: not known */
	struct guest_trace *trace; /* a member traces it (guest_trace.h); NULL: none does */
	bool every_call;           /* its process traces others: its wait calls are the tracer's */
	bool waits;                /* in a wait call, which news of its tracees have to end */
	bool wait_news;            /* ... that came since it was let go */
	unsigned int kernel_options; /* PTRACE_O_* beyond those of all tracees, as the kernel has */
	pid_t parent_tid;            /* whoever made it */
	bool makes_sibling;     /* let go into a clone whose child is its parent's (CLONE_PARENT) */
	bool loader_masked;     /* its signals are held back until the loader is done: */
	uint64_t loader_mask;   /* its own mask */
	uint64_t loader_entry;  /* of the last exec; 0: the loader is known to be done */
	bool kept;              /* on one CPU (one_cpu.h), as all from here on: */
	bool kept_when_resumed; /* whoever is born since has inherited it */
	bool asleep;            /* when it was last looked at; not stopped since */
	bool looks;             /* at an affinity, by itself: not kept until it stops again */
	bool left_alone;        /* its affinity is a member's affair */
	bool birth_reserved;    /* counted for a child that it may be making (limits.h) */
	void *member;
	struct tracee *next_retry; /* waiting: engine.retries */
	UT_hash_handle hh;
};

#endif
