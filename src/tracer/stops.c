/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One function per kind of stop (stops.h). -ESRCH anywhere means that the tracee died
 * under our hands: its end will be reported by wait, nothing else is to be done.
 */
#include "tracer/stops.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/annex.h"
#include "tracer/drain.h"
#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "tracer/guest_stops.h"
#include "tracer/guest_trace.h"
#include "tracer/job.h"
#include "tracer/limits.h"
#include "tracer/one_cpu.h"
#include "tracer/remote.h"
#include "tracer/tail.h"
#include "util/broken.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)
#define SIGMASK_SIZE 8UL

/* -ESRCH is not an error of the jail's: see the top of this file. */
static int unless_gone(int status)
{
	return status == -ESRCH ? 0 : status;
}

/* How the kernel is asked to let it go. */
static int request_for(const struct tracee *tracee, bool to_exit)
{
	const struct guest_trace *trace = tracee->trace;

	if (tracee->engine->without_seccomp || to_exit || guest_trace_wants_calls(tracee))
		return PTRACE_SYSCALL;
	return trace != NULL && trace->run == GUEST_STEP ? PTRACE_SINGLESTEP : PTRACE_CONT;
}

/* After remote calls: the guest's own signal mask. */
static int end_remote(struct tracee *tracee)
{
	if (!tracee->remote_used)
		return 0;
	tracee->remote_used = false;
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->signal_mask) < 0
		       ? -errno
		       : 0;
}

static int resume(struct tracee *tracee, bool to_exit)
{
	unsigned int options = guest_trace_kernel_options(tracee);
	int signal_number = tracee->pending_signal;
	int status;

	/* No handler may run before the judged call is entered: its first call would pass. */
	if (tracee->call != CALL_REENTERING || BROKEN_REENTRY) {
		status = end_remote(tracee);
		if (status < 0)
			return unless_gone(status);
	}
	if (options != tracee->kernel_options) {
		tracee->kernel_options = options;
		if (ptrace(PTRACE_SETOPTIONS, tracee->tid, NULL,
			   (void *)(tracee->engine->seize_options | options)) < 0)
			return unless_gone(-errno);
	}
	if (tracee->resend_stop && (tracee->trace == NULL || tracee->call != CALL_REENTERING)) {
		tracee->resend_stop = false;
		(void)kill(tracee->tgid, SIGSTOP);
	}
	/* KERNEL: ptrace_stop(): whatever stop came takes an interruption with it. */
	if (tracee->call != CALL_REENTERING && guest_trace_is_interrupted(tracee))
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	tracee->pending_signal = 0;
	tracee->state = TRACEE_RUNNING;
	tracee->where = AT_NOWHERE;
	one_cpu_before_resume(tracee);
	if (ptrace((enum __ptrace_request)request_for(tracee, to_exit), tracee->tid, NULL,
		   (void *)(long)signal_number) < 0)
		return unless_gone(-errno);
	return 0;
}

static int store_and_resume(struct tracee *tracee, bool to_exit)
{
	int status = regs_store(tracee->tid, &tracee->regs);

	if (status < 0)
		return unless_gone(status);
	return resume(tracee, to_exit);
}

void tracee_answer(struct tracee *tracee, long result)
{
	if (tracee->where == AT_ENTRY) {
		tracee->regs = tracee->original;
		regs_skip(&tracee->regs, result);
		return;
	}
	regs_finish(&tracee->regs, &tracee->original, result);
	/* KERNEL: -ERESTARTSYS (-512) .. -ERESTART_RESTARTBLOCK (-516) */
	tracee->restarting = result <= -512 && result >= -516;
	if (!tracee->restarting)
		regs_set_sysno(&tracee->regs, -1);
}

void tracee_call_instead(struct tracee *tracee, long sysno, const uint64_t args[6])
{
	/* Should that fail, so does regs_store(), and nothing runs. */
	int status = regs_complete(tracee->tid, &tracee->original);

	(void)status;
	tracee->regs = tracee->original;
	if (tracee->where == AT_ENTRY) {
		regs_set_sysno(&tracee->regs, sysno);
		tracee->call = CALL_RUNNING;
	} else {
		regs_again(&tracee->regs, sysno, remote_place(tracee));
		tracee->call = CALL_REENTERING;
		tracee->again_sysno = sysno;
		memcpy(tracee->again_args, args, sizeof(tracee->again_args));
	}
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(&tracee->regs, i, args[i]);
}

int tracee_call_next(struct tracee *tracee, long sysno, const uint64_t args[6])
{
	int status = remote_block_signals(tracee);

	if (status == 0)
		tracee_call_instead(tracee, sysno, args);
	return status;
}

static int kill_process(struct tracee *tracee)
{
	(void)kill(tracee->tgid, SIGKILL);
	return 0;
}

/* The result of a call is in tracee->regs: the guest sees it, or its tracer first. */
static int finish_call(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;
	int status;

	if (trace != NULL && tracee->where == AT_ENTRY)
		trace->answered = true;
	if (trace == NULL || tracee->where != AT_EXIT || trace->loading ||
	    trace->run == GUEST_CONT)
		return store_and_resume(tracee, false);
	if (trace->run == GUEST_SYSCALL)
		regs_set_sysno(&tracee->regs, regs_sysno(&tracee->original));
	status = regs_store(tracee->tid, &tracee->regs);
	if (status == 0)
		status = end_remote(tracee);
	if (status < 0)
		return unless_gone(status);
	guest_stops_call_done(tracee);
	return 0;
}

static int obey(struct tracee *tracee, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_NATIVE:
		slot_release(&tracee->slot);
		return resume(tracee, false);
	case VERDICT_ANSWER:
		slot_release(&tracee->slot);
		return finish_call(tracee);
	case VERDICT_TO_EXIT:
		return store_and_resume(tracee, true);
	case VERDICT_TAIL:
		slot_lend(tracee);
		return store_and_resume(tracee, false);
	case VERDICT_RETRY:
		tracee->next_retry = tracee->engine->retries;
		tracee->engine->retries = tracee;
		slots_reclaim(tracee->engine);
		return 0;
	case VERDICT_KILL:
		return kill_process(tracee);
	}
	return kill_process(tracee);
}

int stop_judge(struct tracee *tracee)
{
	const struct engine_hooks *hooks = &tracee->engine->hooks;

	return obey(tracee, hooks->enter(hooks->user, tracee));
}

/* Only in a build that is meant to lose: the same instruction, after somebody had a signal. */
static bool is_begun_again(const struct tracee *tracee)
{
	static uint64_t seen;
	bool signalled = tracee->engine->stats.stops_signal != seen;

	seen = tracee->engine->stats.stops_signal;
	return signalled && regs_ip(&tracee->regs) == regs_ip(&tracee->original);
}

/* The call is stopped before it ran, and the filter said: trace. */
static int on_entry(struct tracee *tracee, bool regs_known)
{
	int status = regs_known ? 0 : regs_fetch_call(tracee->tid, &tracee->regs);

	if (status < 0)
		return unless_gone(status);
	tracee->engine->stats.stops_syscall_entry++;
	if (BROKEN_RESTART && is_begun_again(tracee))
		return resume(tracee, false);
	limits_settle_birth(tracee->engine->limits, tracee);
	/* Judged once more, as the guest made it: its descriptors may mean something else now. */
	if (tail_is_restarted_open(tracee)) {
		tracee->regs = tracee->original;
		status = regs_store(tracee->tid, &tracee->regs);
		if (status < 0)
			return unless_gone(status);
	}
	tracee->in_tail = false;
	tracee->loader_ip = 0;
	if (!guest_stops_in_loader(tracee, &tracee->regs))
		tracee->loader_entry = 0;
	tracee->where = AT_ENTRY;
	tracee->restarting = false;
	tracee->original = tracee->regs;
	slot_release(&tracee->slot);
	return stop_judge(tracee);
}

static int on_exit_stop(struct tracee *tracee)
{
	const struct engine_hooks *hooks = &tracee->engine->hooks;
	int status = regs_fetch(tracee->tid, &tracee->regs);

	if (status < 0)
		return unless_gone(status);
	tracee->engine->stats.stops_syscall_exit++;
	tracee->where = AT_EXIT;
	tracee->call = CALL_NONE;
	status = obey(tracee, hooks->leave(hooks->user, tracee));
	return status < 0 ? status : family_end_exec(tracee);
}

/* Without seccomp: this process evaluates the very program that the kernel would. */
static int judge_by_filter(struct tracee *tracee)
{
	struct seccomp_data data = { .arch = ARCH_AUDIT };
	uint32_t action;
	int status = regs_fetch(tracee->tid, &tracee->regs);

	if (status < 0)
		return unless_gone(status);
	if (!regs_is_native_abi(tracee->tid))
		return kill_process(tracee);
	data.nr = (int)regs_sysno(&tracee->regs);
	data.instruction_pointer = regs_ip(&tracee->regs);
	for (unsigned int i = 0; i < 6; i++)
		data.args[i] = regs_arg(&tracee->regs, i);
	action = bpf_eval(tracee->engine->filter, &data);
	switch (action & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		return resume(tracee, false);
	case SECCOMP_RET_TRACE:
		return on_entry(tracee, true);
	case SECCOMP_RET_ERRNO:
		tracee->original = tracee->regs;
		if (tracee->trace != NULL)
			tracee->trace->answered = true;
		regs_skip(&tracee->regs, -(long)(action & SECCOMP_RET_DATA));
		return store_and_resume(tracee, false);
	default:
		return kill_process(tracee);
	}
}

/* The entry stop of a call that nothing was decided about yet. */
static int enter_call(struct tracee *tracee)
{
	const struct engine_hooks *hooks = &tracee->engine->hooks;
	int status;

	if (tracee->every_call && hooks->wants != NULL && regs_is_native_abi(tracee->tid)) {
		status = regs_fetch(tracee->tid, &tracee->regs);
		if (status < 0)
			return unless_gone(status);
		if (hooks->wants(hooks->user, tracee, regs_sysno(&tracee->regs)))
			return on_entry(tracee, true);
	}
	return tracee->engine->without_seccomp ? judge_by_filter(tracee) : resume(tracee, false);
}

static int on_plain_entry(struct tracee *tracee)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_entry(tracee, &held);

	if (status < 0)
		return unless_gone(status);
	return held ? 0 : enter_call(tracee);
}

static int on_plain_exit(struct tracee *tracee)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_exit(tracee, &held);

	if (status < 0)
		return unless_gone(status);
	return held ? 0 : resume(tracee, false);
}

int stop_go_on(struct tracee *tracee, bool at_entry)
{
	tracee->group_stopped = false;
	return at_entry ? enter_call(tracee) : resume(tracee, tracee->call != CALL_NONE);
}

int stop_listen(struct tracee *tracee)
{
	tracee->group_stopped = true;
	return ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL) < 0 ? unless_gone(-errno) : 0;
}

static int on_syscall_stop(struct tracee *tracee)
{
	int status;

	if (tracee->engine->without_seccomp) {
		tracee->in_syscall = !tracee->in_syscall;
		if (tracee->call == CALL_NONE)
			return tracee->in_syscall ? on_plain_entry(tracee) : on_plain_exit(tracee);
	}
	switch (tracee->call) {
	case CALL_REENTERING:
		status = remote_check_entry(tracee, tracee->again_sysno, tracee->again_args);
		if (status < 0)
			return unless_gone(status);
		tracee->call = CALL_RUNNING;
		return resume(tracee, true);
	case CALL_RUNNING:
		return on_exit_stop(tracee);
	case CALL_NONE:
		if (!guest_trace_wants_calls(tracee))
			return resume(tracee, false);
		return guest_stops_at_entry(tracee) ? on_plain_entry(tracee)
						    : on_plain_exit(tracee);
	}
	return kill_process(tracee);
}

static int on_seccomp(struct tracee *tracee)
{
	static uint64_t seen;
	const struct engine_stats *stats = &tracee->engine->stats;
	uint64_t events = stats->stops_signal + stats->stops_birth + stats->stops_death;

	if (BROKEN_STOPS && events != seen) {
		seen = events;
		return resume(tracee, tracee->call != CALL_NONE);
	}
	/* KERNEL: 4.8 the entry stop, where it was checked to be the judged call, came before. */
	if (tracee->call == CALL_REENTERING)
		return kill_process(tracee);
	if (tracee->call == CALL_RUNNING)
		return resume(tracee, true);
	return on_entry(tracee, false);
}

/* What a signal handler, or a restart after a stop, has to find. */
static int repair_registers(struct tracee *tracee)
{
	int status = tail_leave(tracee);

	if (status < 0 || !tracee->restarting)
		return status;
	tracee->restarting = false;
	return regs_repair_restart(tracee->tid, &tracee->original);
}

static int on_signal(struct tracee *tracee, int signal_number)
{
	bool consumed;
	int status = annex_leave(tracee, signal_number, &consumed);

	if (status == 0 && consumed)
		return resume(tracee, false);
	if (status == 0 && tracee->trace != NULL &&
	    guest_stops_hold_back(tracee, signal_number, &status))
		return status < 0 ? unless_gone(status) : resume(tracee, tracee->call != CALL_NONE);
	if (status == 0)
		status = repair_registers(tracee);
	if (status < 0)
		return unless_gone(status);
	slot_release_old(tracee);
	tracee->engine->stats.stops_signal++;
	limits_on_signal(tracee->engine->limits, signal_number);
	guest_trace_correct_signal(tracee, signal_number);
	if (tracee->engine->terminal != NULL)
		signal_number =
			job_signal_for(tracee->engine->main_tid, tracee->tgid, signal_number);
	if (tracee->engine->hooks.signal != NULL)
		tracee->engine->hooks.signal(tracee->engine->hooks.user, tracee, signal_number);
	if (tracee->trace != NULL) {
		guest_trace_hold(tracee, GUEST_AT_SIGNAL, signal_number, 0);
		return 0;
	}
	tracee->pending_signal = signal_number;
	return resume(tracee, tracee->call != CALL_NONE);
}

static bool is_stop_signal(int signal_number)
{
	return signal_number == SIGSTOP || signal_number == SIGTSTP || signal_number == SIGTTIN ||
	       signal_number == SIGTTOU;
}

static int on_event_stop(struct tracee *tracee, int signal_number)
{
	bool held = false;
	int status;

	if (tracee->trace != NULL) {
		status = guest_stops_event_stop(tracee, signal_number,
						is_stop_signal(signal_number), &held);
		if (status < 0)
			return unless_gone(status);
		return held ? 0 : resume(tracee, tracee->call != CALL_NONE);
	}
	if (!is_stop_signal(signal_number)) {
		tracee->group_stopped = false;
		status = repair_registers(tracee);
		if (status < 0)
			return unless_gone(status);
		slot_release_old(tracee);
		return resume(tracee, tracee->call != CALL_NONE);
	}
	status = repair_registers(tracee);
	if (status < 0)
		return unless_gone(status);
	tracee->engine->stats.stops_group++;
	tracee->group_stopped = true;
	if (tracee->tid == tracee->engine->main_tid)
		tracee->engine->main_stopped_by = signal_number;
	return ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL) < 0 ? unless_gone(-errno) : 0;
}

static int on_other_event(struct tracee *tracee, int event)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_event(tracee, event, &held);

	if (status < 0)
		return unless_gone(status);
	return held ? 0 : resume(tracee, tracee->call != CALL_NONE);
}

static int on_stop(struct tracee *tracee, int wait_status)
{
	int signal_number = WSTOPSIG(wait_status);

	tracee->state = TRACEE_STOPPED;
	tracee->where = AT_NOWHERE;
	tracee->last_stop = ++tracee->engine->stop_count;
	one_cpu_on_stop(tracee);
	if (tracee->trace == NULL && guest_trace_unmask(tracee) < 0)
		return 0;
	if (signal_number == SYSCALL_STOP)
		return on_syscall_stop(tracee);
	switch (wait_status >> 16) {
	case 0:
		return on_signal(tracee, signal_number);
	case PTRACE_EVENT_SECCOMP:
		return on_seccomp(tracee);
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		tracee->engine->stats.stops_fork++;
		return unless_gone(family_on_birth(tracee, wait_status >> 16)) < 0
			       ? kill_process(tracee)
			       : on_other_event(tracee, wait_status >> 16);
	case PTRACE_EVENT_STOP:
		return on_event_stop(tracee, signal_number);
	default:
		return on_other_event(tracee, wait_status >> 16);
	}
}

/* After an exec the thread that called it goes on under the leader's number. */
static int on_exec(struct engine *engine, pid_t tid)
{
	struct tracee *tracee;
	pid_t former_tid;
	int status = family_on_exec(engine, tid, &tracee, &former_tid);
	enum verdict verdict;

	if (status < 0)
		return unless_gone(status);
	engine->stats.stops_exec++;
	one_cpu_on_stop(tracee);
	tracee->memory_id = ++engine->last_memory_id;
	tracee->annex = 0;
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return unless_gone(status);
	tracee->state = TRACEE_STOPPED;
	tracee->where = AT_NOWHERE;
	tracee->call = CALL_NONE;
	tracee->in_tail = false;
	/* The other threads are no more, and their stops with them. */
	if (tracee->in_exec)
		engine->execs--;
	tracee->in_exec = false;
	one_cpu_on_exec(tracee);
	tracee->loader_ip = regs_ip(&tracee->regs);
	tracee->loader_entry = tracee->loader_ip;
	slot_lend(tracee);
	verdict = engine->hooks.exec(engine->hooks.user, tracee);
	if (verdict == VERDICT_KILL)
		return kill_process(tracee);
	if (tracee->trace != NULL && !BROKEN_LOADING)
		status = guest_trace_begin_loading(tracee, regs_sysno(&tracee->original),
						   former_tid);
	return status < 0 ? unless_gone(status) : store_and_resume(tracee, false);
}

static int on_end(struct tracee *tracee, int wait_status)
{
	struct engine *engine = tracee->engine;
	int status;

	engine->stats.stops_death++;
	if (tracee->tid == engine->main_tid) {
		engine->main_ended = true;
		engine->main_status = wait_status;
	}
	if (tracee->born)
		engine->hooks.death(engine->hooks.user, tracee, wait_status);
	/* Nobody else can end between the birth of a child and the stop that tells of it. */
	if (WIFSIGNALED(wait_status) || tracee->tid != tracee->tgid)
		engine->may_be_lost = engine->unclaimed = true;
	guest_trace_end(tracee, wait_status);
	status = family_end_exec(tracee);
	engine_remove(engine, tracee);
	return status;
}

static int put_back_arguments(struct tracee *child)
{
	struct regs regs;
	int status = regs_fetch(child->tid, &regs);

	child->born_instead = false;
	if (status < 0)
		return status;
	regs_finish_birth(&regs, &child->original);
	return regs_store(child->tid, &regs);
}

int stop_handle(struct engine *engine, pid_t tid, int wait_status)
{
	struct tracee *tracee = engine_find(engine, tid);
	int status;

	if (WIFSTOPPED(wait_status) && wait_status >> 16 == PTRACE_EVENT_EXEC)
		return on_exec(engine, tid);
	if (tracee == NULL) {
		if (!WIFSTOPPED(wait_status))
			return 0;
		status = engine_add(engine, tid, &tracee);
		if (status < 0)
			return status;
		tracee->state = TRACEE_EMBRYO;
		tracee->last_stop = engine->stop_count;
		engine->unclaimed = true;
	}
	if (!WIFSTOPPED(wait_status))
		return on_end(tracee, wait_status);
	drain_stopped(tracee);
	if (wait_status >> 16 == PTRACE_EVENT_EXIT && !BROKEN_ENDS) {
		/* A newborn inherits the option. No exec or birth may wait for who waits here. */
		if (tracee->born)
			return on_stop(tracee, wait_status);
		(void)ptrace(PTRACE_CONT, tid, NULL, NULL);
		return 0;
	}
	if (!tracee->born) {
		tracee->early_stop = true;
		tracee->early_status = wait_status;
		return 0;
	}
	if (family_must_wait(tracee)) {
		tracee->held_stop = true;
		tracee->held_status = wait_status;
		return 0;
	}
	if (tracee->state == TRACEE_EMBRYO)
		engine->stats.stops_birth++;
	if (tracee->born_instead) {
		status = put_back_arguments(tracee);
		if (status < 0)
			return unless_gone(status);
	}
	return on_stop(tracee, wait_status);
}

void stops_kill_unclaimed(struct engine *engine)
{
	struct tracee *tracee;
	struct tracee *next;

	if (!engine->unclaimed || !engine->may_be_lost)
		return;
	engine->unclaimed = false;
	HASH_ITER(hh, engine->tracees, tracee, next) {
		if (tracee->born)
			continue;
		if (family_may_be_claimed(engine, tracee))
			engine->unclaimed = true;
		else
			(void)kill(tracee->tid, SIGKILL);
	}
}

static bool everyone_is_stopped(const struct engine *engine)
{
	const struct tracee *tracee;

	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (!tracee->group_stopped)
			return false;
	}
	return true;
}

void stops_follow_job_control(struct engine *engine)
{
	const struct tracee *first;

	if (engine->main_stopped_by == 0)
		return;
	first = engine_find(engine, engine->main_tid);
	if (first != NULL && first->group_stopped) {
		/*
		 * At once only at what a terminal does: a member may continue a program stopped
		 * by SIGSTOP, and that member needs a tracer that runs. What is limited would not
		 * be while the tracer sleeps.
		 */
		if ((engine->main_stopped_by == SIGSTOP || limits_need_watching(engine->limits) ||
		     job_is_separate(engine->main_tid)) &&
		    !everyone_is_stopped(engine))
			return;
		job_stop_with(engine->main_tid, engine->terminal);
	}
	engine->main_stopped_by = 0;
}
