/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Members that trace members. The tracer of all of them is ptjail; it plays the kernel's part:
 * where it would let a traced member go on from a stop that ptrace(2) knows, it holds the member
 * instead, and the stop is there for the guest's tracer to wait for.
 *
 * A member is held only where its registers are its own: before a call is judged, after its
 * result is in place, at a signal or event, never in its loader. What the guest's tracer changes
 * there the member could have done itself, and whatever it does next is judged like any call.
 */
#ifndef PTJAIL_TRACER_GUEST_TRACE_H
#define PTJAIL_TRACER_GUEST_TRACE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tracer/engine.h"
#include "util/compiler.h"

/* How the guest's tracer let it go. */
enum guest_run {
	GUEST_CONT,
	GUEST_SYSCALL,
	GUEST_STEP,
};

/* Where it is held. */
enum guest_stop {
	GUEST_RUNS,
	GUEST_LISTENS,   /* a group stop that PTRACE_LISTEN left */
	GUEST_AT_SIGNAL, /* the kernel has a signal to deliver */
	GUEST_AT_MADE,   /* the same to the guest; the kernel stands elsewhere */
	GUEST_AT_GROUP,  /* a group stop */
	GUEST_AT_EVENT,
	GUEST_AT_ENTRY,
	GUEST_AT_EXIT,
};

struct guest_trace {
	struct tracee *tracer; /* the thread; every other one's requests are ESRCH */
	bool seized;
	bool own_child;       /* of the tracer's process: its end is the kernel's to tell */
	unsigned int options; /* PTRACE_O_*, the guest's */
	enum guest_run run;
	enum guest_stop stop;
	bool waited_for;       /* the stop was told to a wait */
	uint64_t turn;         /* the order of stops */
	int code;              /* of the stop: signal | event << 8 */
	unsigned long message; /* PTRACE_GETEVENTMSG */
	siginfo_t made;        /* GUEST_AT_MADE: what PTRACE_GETSIGINFO tells */
	bool interrupt;        /* PTRACE_INTERRUPT, or the first stop of an attached one */
	bool notify;           /* a group stop was told of: its end is, too */
	bool newborn;          /* attached at its birth: its first stop is to be told */
	bool answered;         /* the call at hand was skipped by ptjail: its number comes back */
	bool skipped;          /* ... by the guest's tracer, with this result */
	long skip_result;
	/* The kernel executes ptjail's loader: nothing is seen until the program is in place. */
	bool loading;
	bool loader_leaves; /* at the entry of its last call */
	bool stop_later;    /* a SIGSTOP came meanwhile */
	long exec_sysno;    /* of the exec that is to be told; -1: none */
	pid_t former_tid;
	bool exit_due, trap_due; /* the next stops, when it goes on from that of the exec */
};

/* A traced thread's end that only a wait of its tracer's can tell. */
struct guest_end {
	struct guest_end *next;
	struct tracee *tracer;
	pid_t tid, pgid;
	int status;    /* as of waitpid */
	uint64_t turn; /* the order of stops and ends */
};

/*
 * Whether an entry stop can be told from an exit stop: KERNEL: 5.3 PTRACE_GET_SYSCALL_INFO. At a
 * syscall stop of `tracee`, whoever that is.
 */
bool guest_trace_possible(const struct tracee *tracee);

/* `tracer` traces `tracee` from now on. -ENOMEM. */
int guest_trace_begin(struct tracee *tracee, struct tracee *tracer, bool seized,
		      unsigned int options, bool own_child) MUST_CHECK;

/* PTRACE_INTERRUPT, also of one that is held, and the first stop of a fresh attachment. */
int guest_trace_interrupt(struct tracee *tracee) MUST_CHECK;

/* Nobody traces it any more; it goes on if it was held, with `signal_number` (0: none). */
void guest_trace_detach(struct tracee *tracee, int signal_number);

/* It goes on from where it is held. -EIO: it cannot step here. */
int guest_trace_go(struct tracee *tracee, enum guest_run run, int signal_number) MUST_CHECK;

/* PTRACE_LISTEN at a group stop of a seized one. */
int guest_trace_listen(struct tracee *tracee) MUST_CHECK;

/* The tracee with that number, if `tracer` traces it. */
struct tracee *guest_trace_find(const struct tracee *tracer, pid_t tid);

static inline bool guest_trace_is_held(const struct tracee *tracee)
{
	return tracee->trace != NULL && tracee->trace->stop > GUEST_LISTENS;
}

/* --- for the wait calls ------------------------------------------------------------------ */

/* Whether any thread of the process traces somebody, or has an end to be told of. */
bool guest_trace_has_tracees(const struct tracee *tracer);
/* Its process traces nobody any more: its calls are its own again. */
void guest_trace_unwatch(const struct tracee *tracer);
void guest_trace_end_free(struct engine *engine, struct guest_end *end);

/* --- for stops.c ------------------------------------------------------------------------- */

/* Whether this thread has to stop at the entry and exit of every call. */
bool guest_trace_wants_calls(const struct tracee *tracee);

/* The code of a stop at a call. */
static inline int guest_trace_call_code(const struct guest_trace *trace)
{
	return (trace->options & 1U /* PTRACE_O_TRACESYSGOOD */) != 0 ? SIGTRAP | 0x80 : SIGTRAP;
}

/* Whether the kernel has to be asked once more for what any stop in between has taken away. */
static inline bool guest_trace_is_interrupted(const struct tracee *tracee)
{
	/* Not in a loader: it would come no further. Its end sees to the interruption. */
	return (tracee->trace != NULL && tracee->trace->interrupt && !tracee->trace->loading) ||
	       (tracee->waits && tracee->wait_news);
}

/* A traced thread is at a stop that its tracer is to see: it is held from now on. */
void guest_trace_hold(struct tracee *tracee, enum guest_stop stop, int code, unsigned long message);
/* The same for a signal that the kernel does not deliver (code: see siginfo). */
void guest_trace_hold_made(struct tracee *tracee, int signal_number, int si_code);

/*
 * The thread is in ptjail's loader, after an exec (`exec_sysno`, the former number) or found there
 * (-1, 0). -ESRCH.
 */
int guest_trace_begin_loading(struct tracee *tracee, long exec_sysno, pid_t former_tid) MUST_CHECK;
/* The program is in place; its registers are tracee->regs. Held, or it goes on. */
int guest_trace_end_loading(struct tracee *tracee) MUST_CHECK;
/* Signals that were held back for a loader; the thread is stopped. -ESRCH. */
int guest_trace_unmask(struct tracee *tracee) MUST_CHECK;

/* A new thread of a traced parent, or of a tracer's process. */
int guest_trace_birth(struct tracee *parent, struct tracee *child, int event,
		      uint64_t clone_flags) MUST_CHECK;

/*
 * The thread is gone: what it traced is let go, its own tracer is told; but not of a leader whose
 * number another thread's exec took (wait_status -1).
 */
void guest_trace_end(struct tracee *tracee, int wait_status);

/* At a signal-delivery stop: a SIGCHLD of ours gets the kernel's words. */
void guest_trace_correct_signal(const struct tracee *tracee, int signal_number);

/* Kernel options of ptjail's own tracing that the guest's options need. */
unsigned int guest_trace_kernel_options(const struct tracee *tracee);

#endif
