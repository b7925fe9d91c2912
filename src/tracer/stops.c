/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One function per kind of stop (stops.h); those of system calls are in call_stops.c. No stop may
 * be taken for one of another kind.
 */
#include "tracer/stops.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "tracer/annex.h"
#include "tracer/call_stops.h"
#include "tracer/drain.h"
#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "tracer/guest_stops.h"
#include "tracer/guest_trace.h"
#include "tracer/job.h"
#include "tracer/limits.h"
#include "tracer/one_cpu.h"
#include "tracer/resume.h"
#include "tracer/tail.h"
#include "util/broken.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)

int stop_listen(struct tracee *tracee)
{
	tracee->group_stopped = true;
	return ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL) < 0 ? resume_unless_gone(-errno) : 0;
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

static bool is_stop_signal(int signal_number)
{
	return signal_number == SIGSTOP || signal_number == SIGTSTP || signal_number == SIGTTIN ||
	       signal_number == SIGTTOU;
}

/* Who stops the main program may mean to continue it. */
static void note_sender(const struct tracee *tracee, int signal_number)
{
	struct engine *engine = tracee->engine;
	siginfo_t info;

	if (tracee->tgid != engine->main_tid || !is_stop_signal(signal_number))
		return;
	/* KERNEL: what rt_sigqueueinfo() sends others has another code, and names whom it likes. */
	engine->main_stops_itself = ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) == 0 &&
				    (info.si_code == SI_KERNEL ||
				     ((info.si_code == SI_USER || info.si_code == SI_TKILL) &&
				      info.si_pid == engine->main_tid));
}

static int on_signal(struct tracee *tracee, int signal_number)
{
	bool consumed;
	int status = annex_leave(tracee, signal_number, &consumed);

	if (status == 0 && consumed)
		return resume_tracee(tracee, false);
	if (status == 0 && tracee->trace != NULL &&
	    guest_stops_hold_back(tracee, signal_number, &status))
		return status < 0 ? resume_unless_gone(status)
				  : resume_tracee(tracee, tracee->call != CALL_NONE);
	if (status == 0)
		status = repair_registers(tracee);
	if (status < 0)
		return resume_unless_gone(status);
	slot_release_old(tracee);
	tracee->engine->stats.stops_signal++;
	limits_on_signal(tracee->engine->limits, signal_number);
	note_sender(tracee, signal_number);
	guest_trace_correct_signal(tracee, signal_number);
	if (tracee->engine->terminal != NULL)
		signal_number = job_signal_for(tracee->engine->main_tid, tracee->tgid,
					       signal_number);
	if (tracee->engine->hooks.signal != NULL)
		signal_number = tracee->engine->hooks.signal(tracee->engine->hooks.user, tracee,
							     signal_number);
	if (tracee->trace != NULL) {
		guest_trace_hold(tracee, GUEST_AT_SIGNAL, signal_number, 0);
		return 0;
	}
	tracee->pending_signal = signal_number;
	return resume_tracee(tracee, tracee->call != CALL_NONE);
}

static int on_event_stop(struct tracee *tracee, int signal_number)
{
	bool held = false;
	int status;

	if (tracee->trace != NULL) {
		status = guest_stops_event_stop(tracee, signal_number,
						is_stop_signal(signal_number), &held);
		if (status < 0)
			return resume_unless_gone(status);
		return held ? 0 : resume_tracee(tracee, tracee->call != CALL_NONE);
	}
	if (!is_stop_signal(signal_number)) {
		tracee->group_stopped = false;
		status = repair_registers(tracee);
		if (status < 0)
			return resume_unless_gone(status);
		slot_release_old(tracee);
		return resume_tracee(tracee, tracee->call != CALL_NONE);
	}
	status = repair_registers(tracee);
	if (status < 0)
		return resume_unless_gone(status);
	if (!slot_release_stopped(tracee)) {
		tracee->stops_late = true;
		return resume_tracee(tracee, tracee->call != CALL_NONE);
	}
	tracee->engine->stats.stops_group++;
	tracee->group_stopped = true;
	if (tracee->tid == tracee->engine->main_tid)
		tracee->engine->main_stopped_by = signal_number;
	return ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL) < 0 ? resume_unless_gone(-errno) : 0;
}

static int on_other_event(struct tracee *tracee, int event)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_event(tracee, event, &held);

	if (status < 0)
		return resume_unless_gone(status);
	return held ? 0 : resume_tracee(tracee, tracee->call != CALL_NONE);
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
		return stop_at_syscall(tracee);
	switch (wait_status >> 16) {
	case 0:
		return on_signal(tracee, signal_number);
	case PTRACE_EVENT_SECCOMP:
		return stop_by_filter(tracee);
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		tracee->engine->stats.stops_fork++;
		return resume_unless_gone(family_on_birth(tracee, wait_status >> 16)) < 0
			       ? resume_killed(tracee)
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
		return resume_unless_gone(status);
	engine->stats.stops_exec++;
	one_cpu_on_stop(tracee);
	tracee->memory_id = ++engine->last_memory_id;
	tracee->annex = 0;
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return resume_unless_gone(status);
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
		return resume_killed(tracee);
	if (tracee->trace != NULL && !BROKEN_LOADING)
		status = guest_trace_begin_loading(tracee, regs_sysno(&tracee->original),
						   former_tid);
	return status < 0 ? resume_unless_gone(status) : resume_stored(tracee, false);
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
	if (tracee->tid == tracee->tgid)
		family_end(engine, tracee->tgid);
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
		if (family_failed_exec(tracee))
			return resume_killed(tracee);
		tracee->held_stop = true;
		tracee->held_status = wait_status;
		return 0;
	}
	if (tracee->state == TRACEE_EMBRYO)
		engine->stats.stops_birth++;
	if (tracee->born_instead) {
		status = put_back_arguments(tracee);
		if (status < 0)
			return resume_unless_gone(status);
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
	HASH_ITER (hh, engine->tracees, tracee, next) {
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
	if (first != NULL && first->group_stopped && job_is_at_terminal(engine->terminal)) {
		/*
		 * At once only at what a terminal does: a member may continue a program stopped
		 * by SIGSTOP or by a member, and that member needs a tracer that runs. What is
		 * limited would not be while the tracer sleeps.
		 */
		if ((engine->main_stopped_by == SIGSTOP || !engine->main_stops_itself ||
		     limits_need_watching(engine->limits) || job_is_separate(engine->main_tid)) &&
		    !(everyone_is_stopped(engine) && job_is_still_stopped(engine->main_tid)))
			return;
		job_stop_with(engine->main_tid, engine->terminal);
	}
	engine->main_stopped_by = 0;
}
