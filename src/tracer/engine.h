/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The ptrace engine: waits, classifies stops, keeps the tracees, calls the hooks, resumes.
 * It knows no system call by name. One thread, one loop; every pending stop is collected
 * before any tracee is resumed, so that no busy tracee starves another (ARCHITECTURE.md).
 *
 * PTRACE_O_EXITKILL: should the tracer end in any way, so does every tracee.
 */
#ifndef PTJAIL_TRACER_ENGINE_H
#define PTJAIL_TRACER_ENGINE_H

#include <linux/filter.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "tracer/bpf.h"
#include "tracer/gate_map.h"
#include "tracer/patience.h"
#include "tracer/shares.h"
#include "tracer/tracee.h"
#include "util/compiler.h"

enum verdict {
	VERDICT_NATIVE,  /* enter only, no remote call made: the kernel runs the call as it is */
	VERDICT_ANSWER,  /* tracee_answer() was called: the guest goes on with that result */
	VERDICT_TO_EXIT, /* tracee_call_instead() was called: run it, then the leave hook */
	VERDICT_TAIL,    /* tracee_call_with_tail() was called: run it, no exit stop */
	VERDICT_KILL,    /* SIGKILL the whole process: its state is not understood (I4) */
	VERDICT_RETRY,   /* it has to wait: ask the enter hook again after other stops */
};

/*
 * The syscall layer. In enter and leave tracee->original are the registers of the guest's
 * own call. The hooks say what shall happen by tracee_answer() and tracee_call_instead(),
 * never by resuming on their own; they may use remote_call().
 */
struct engine_hooks {
	void *user;
	enum verdict (*enter)(void *user, struct tracee *tracee);
	enum verdict (*leave)(void *user, struct tracee *tracee);
	/* A new thread; clone_flags as in clone(2) (fork: 0; vfork: CLONE_VM|CLONE_VFORK). */
	int (*birth)(void *user, struct tracee *child, struct tracee *parent, uint64_t clone_flags);
	/* After a successful exec, the only thread left; registers may be changed. */
	enum verdict (*exec)(void *user, struct tracee *tracee);
	/* The thread is gone; wait_status as from waitpid (exec from another thread: 0). */
	void (*death)(void *user, struct tracee *tracee, int wait_status);
	/* A tracing member's call is for the enter hook, whatever the filter says. NULL: none. */
	bool (*wants)(void *user, const struct tracee *tracee, long sysno);
	/* A signal is about to be delivered: what it says may be changed; answers which one is. */
	int (*signal)(void *user, struct tracee *tracee, int number);
};

struct engine_stats {
	uint64_t stops_syscall_entry, stops_syscall_exit, stops_signal, stops_group, stops_fork,
		stops_exec, stops_birth, stops_death, stops_remote;
};

struct engine {
	struct engine_hooks hooks;
	const struct bpf_program *filter;
	bool without_seccomp;   /* stop at every call and evaluate the filter here */
	struct tracee *tracees; /* uthash, see engine_find */
	unsigned int tracee_count;
	pid_t main_tid; /* the first program; its end decides the exit status */
	bool main_ended;
	int main_status;        /* wait status */
	int main_stopped_by;    /* signal of a group stop of the main program, not yet followed */
	bool main_stops_itself; /* the last such signal was the terminal's, or its own */
	uint64_t births_failed; /* for want of memory: ended, with whoever made them */
	bool may_be_lost;       /* somebody was killed, perhaps while it made a child */
	bool unclaimed;         /* new threads may be there whose maker is not known */
	uint64_t stop_count;    /* of those that were handled: what came after what */
	bool kill_on_exit;
	struct engine_stats stats;
	struct backlog *backlog;     /* stops collected and not yet handled */
	struct gate_tail_range tail; /* start == end: there is none */
	uint64_t call_ip;          /* gate_call_address(): where tracees make the tracer's calls */
	struct patience patience;  /* with a tracee that makes one; until somebody's turn comes */
	struct shares shares;      /* whose turn it is */
	const struct gate *inside; /* whose in-process code tracees may run; NULL: none does */
	/* Calls that wait for a free slot, or for others (drain.h), in order of arrival. */
	struct tracee *retries;
	struct tracee **retries_end; /* where the next one is put */
	bool drains;                 /* some tracee may still be in an old call (drain.h) */
	const long *drain_numbers;
	size_t drain_count;
	unsigned int execs;      /* tracees with in_exec */
	bool keeps_one_cpu;      /* wherever it pays: one_cpu.h */
	struct one_cpu *one_cpu; /* NULL: nobody is ever kept */
	struct limits *limits;   /* NULL: nothing is limited or measured (limits.h) */
	/* A signal handler sets *wake: on_wake() is called between stops. NULL: never. */
	volatile sig_atomic_t *wake;
	void (*on_wake)(void *data);
	void *wake_data;
	struct terminal *terminal; /* the jail's own (terminal.h); NULL: it has none. Borrowed */
	uint64_t last_memory_id;
	unsigned long seize_options;  /* PTRACE_O_* of all tracees */
	unsigned int guest_traces;    /* tracees that a member traces (guest_trace.h) */
	struct guest_end *guest_ends; /* not yet waited for */
	unsigned int guest_end_count;
	uint64_t last_turn;     /* of the stops that members hear of */
	uint64_t signal_cookie; /* marks the SIGCHLDs that the tracer sends */
};

/* The guest's call is over (or never made) and its result is `result`. */
void tracee_answer(struct tracee *tracee, long result);

/* The guest's call shall be `sysno` with `args` instead; its exit calls the leave hook. */
void tracee_call_instead(struct tracee *tracee, long sysno, const uint64_t args[6]);

/* As tracee_call_instead() was called for an exec: it may end every other thread. */
void tracee_expect_exec(struct tracee *tracee);
/*
 * In the leave hook: as tracee_call_instead(), which makes the call after the one that ends here.
 * -ESRCH: the thread is gone.
 */
int tracee_call_next(struct tracee *tracee, long sysno, const uint64_t args[6]) MUST_CHECK;
/*
 * At an entry stop: as tracee_call_instead(), for a call of four arguments whose third
 * points to the start of the tracee's slot; gate code puts the guest's registers back.
 * The slot stays taken until the next judged call. False, and nothing is done: not here
 * (no tail, every call stops, or remote calls were made).
 */
bool tracee_call_with_tail(struct tracee *tracee, long sysno, const uint64_t args[4]);

int engine_new(TALLOC_CTX *ctx, const struct engine_hooks *hooks,
	       struct engine **ret_engine) MUST_CHECK;

/* Takes over the stopped or running child `pid` (launch.h) as the main program. */
int engine_seize(struct engine *engine, pid_t pid) MUST_CHECK;

/*
 * In a hook: takes the stops and ends that are pending, to be handled later. Whoever has ended by
 * now can be waited for by its parent from then on.
 */
int engine_take_pending(struct engine *engine) MUST_CHECK;

/* Runs until no tracee is left (or the main program ended, with kill_on_exit). */
int engine_run(struct engine *engine) MUST_CHECK;

/*
 * Others wait for what this call keeps, a slot or the like (sock_seat.h): if it was let go with
 * that a tenth of a second ago it is interrupted, and judged again when its turn comes. KERNEL:
 * it then ends by a restart code, or by what it has done so far; what is EINTR after a stop
 * (signal(7)) is that to the guest, too.
 */
void tracee_end_turn(const struct tracee *tracee);

struct tracee *engine_find(const struct engine *engine, pid_t tid);

/*
 * To its process, but not to one whose end was taken already: its number may be another's, outside,
 * by now.
 */
void engine_signal(const struct tracee *tracee, int signal_number);

/* SIGKILL to every member. */
void engine_kill_all(struct engine *engine);

#endif
