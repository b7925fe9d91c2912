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
struct slot;

enum tracee_state {
	TRACEE_EMBRYO,  /* seen before its parent's fork/clone event, or announced, not stopped yet */
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

struct tracee {
	struct engine *engine;
	pid_t tid;
	pid_t tgid;
	enum tracee_state state;
	enum tracee_where where;
	struct regs regs;     /* as of the current stop, when regs_valid */
	struct regs original; /* the guest's own, from the entry stop of the call in flight */
	bool regs_valid;
	bool call_in_flight;  /* rewritten: its exit stop belongs to the leave hook */
	bool in_syscall;      /* all-stops mode: between entry and exit stop */
	bool group_stopped;   /* PTRACE_LISTENing */
	bool born;            /* its parent's event was seen, hooks know it */
	int pending_signal;   /* delivered at the next resume */
	bool resend_stop;     /* a SIGSTOP was held back during a remote call */
	int early_status;     /* embryo: wait status of its first stop */
	bool early_stop;
	struct slot *slot;    /* of the call in flight */
	void *member;
	UT_hash_handle hh;
};

#endif
