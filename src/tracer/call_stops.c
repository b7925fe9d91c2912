/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See call_stops.h: the stops of a system call, from the one before it runs, where the hooks
 * judge it, to the one behind it. A call that was not judged must not run (I4).
 */
#include "tracer/call_stops.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sys/ptrace.h>

#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "tracer/guest_stops.h"
#include "tracer/guest_trace.h"
#include "tracer/limits.h"
#include "tracer/remote.h"
#include "tracer/resume.h"
#include "tracer/stops.h"
#include "tracer/tail.h"
#include "util/broken.h"

/* The result of a call is in tracee->regs: the guest sees it, or its tracer first. */
static int finish_call(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;
	int status;

	if (trace != NULL && tracee->where == AT_ENTRY)
		trace->answered = true;
	if (trace == NULL || tracee->where != AT_EXIT || trace->loading || trace->run == GUEST_CONT)
		return resume_stored(tracee, false);
	if (trace->run == GUEST_SYSCALL)
		regs_set_sysno(&tracee->regs, regs_sysno(&tracee->original));
	status = regs_store(tracee->tid, &tracee->regs);
	if (status == 0)
		status = resume_end_remote(tracee);
	if (status < 0)
		return resume_unless_gone(status);
	guest_stops_call_done(tracee);
	return 0;
}

static int obey(struct tracee *tracee, enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_NATIVE:
		slot_release(&tracee->slot);
		return resume_tracee(tracee, false);
	case VERDICT_ANSWER:
		slot_release(&tracee->slot);
		return finish_call(tracee);
	case VERDICT_TO_EXIT:
		slot_lend(tracee);
		return resume_stored(tracee, true);
	case VERDICT_TAIL:
		slot_lend(tracee);
		return resume_stored(tracee, false);
	case VERDICT_RETRY:
		slot_release(&tracee->slot);
		engine_retry_later(tracee);
		return 0;
	case VERDICT_KILL:
		return resume_killed(tracee);
	}
	return resume_killed(tracee);
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
		return resume_unless_gone(status);
	tracee->engine->stats.stops_syscall_entry++;
	if (BROKEN_RESTART && is_begun_again(tracee))
		return resume_tracee(tracee, false);
	limits_settle_birth(tracee->engine->limits, tracee);
	/* Judged once more, as the guest made it: its descriptors may mean something else now. */
	if (tail_is_restarted_open(tracee)) {
		tracee->regs = tracee->original;
		status = regs_store(tracee->tid, &tracee->regs);
		if (status < 0)
			return resume_unless_gone(status);
	}
	tracee->in_tail = false;
	tracee->makes_sibling = false;
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
		return resume_unless_gone(status);
	tracee->engine->stats.stops_syscall_exit++;
	if (family_failed_exec(tracee))
		return resume_killed(tracee);
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
		return resume_unless_gone(status);
	if (!regs_is_native_abi(tracee->tid))
		return resume_killed(tracee);
	data.nr = (int)regs_sysno(&tracee->regs);
	data.instruction_pointer = regs_ip(&tracee->regs);
	for (unsigned int i = 0; i < 6; i++)
		data.args[i] = regs_arg(&tracee->regs, i);
	action = bpf_eval(tracee->engine->filter, &data);
	switch (action & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		return resume_tracee(tracee, false);
	case SECCOMP_RET_TRACE:
		return on_entry(tracee, true);
	case SECCOMP_RET_ERRNO:
		tracee->original = tracee->regs;
		if (tracee->trace != NULL)
			tracee->trace->answered = true;
		regs_skip(&tracee->regs, -(long)(action & SECCOMP_RET_DATA));
		return resume_stored(tracee, false);
	default:
		return resume_killed(tracee);
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
			return resume_unless_gone(status);
		if (hooks->wants(hooks->user, tracee, regs_sysno(&tracee->regs)))
			return on_entry(tracee, true);
	}
	return tracee->engine->without_seccomp ? judge_by_filter(tracee)
					       : resume_tracee(tracee, false);
}

static int on_plain_entry(struct tracee *tracee)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_entry(tracee, &held);

	if (status < 0)
		return resume_unless_gone(status);
	return held ? 0 : enter_call(tracee);
}

static int on_plain_exit(struct tracee *tracee)
{
	bool held = false;
	int status = tracee->trace == NULL ? 0 : guest_stops_exit(tracee, &held);

	if (status < 0)
		return resume_unless_gone(status);
	return held ? 0 : resume_tracee(tracee, false);
}

int stop_go_on(struct tracee *tracee, bool at_entry)
{
	tracee->group_stopped = false;
	return at_entry ? enter_call(tracee) : resume_tracee(tracee, tracee->call != CALL_NONE);
}

int stop_at_syscall(struct tracee *tracee)
{
	int status;

	if (tracee->stops_late)
		(void)slot_release_stopped(tracee);
	if (tracee->engine->without_seccomp) {
		tracee->in_syscall = !tracee->in_syscall;
		if (tracee->call == CALL_NONE)
			return tracee->in_syscall ? on_plain_entry(tracee) : on_plain_exit(tracee);
	}
	switch (tracee->call) {
	case CALL_REENTERING:
		status = remote_check_entry(tracee, tracee->again_sysno, tracee->again_args);
		if (status < 0)
			return resume_unless_gone(status);
		tracee->call = CALL_RUNNING;
		return resume_tracee(tracee, true);
	case CALL_RUNNING:
		return on_exit_stop(tracee);
	case CALL_NONE:
		if (!guest_trace_wants_calls(tracee))
			return resume_tracee(tracee, false);
		return guest_stops_at_entry(tracee) ? on_plain_entry(tracee)
						    : on_plain_exit(tracee);
	}
	return resume_killed(tracee);
}

/* Only in a build that is meant to lose: also of the last one that was traced and is no more. */
static bool is_let_go(const struct tracee *tracee)
{
	static pid_t last;

	if (tracee->trace != NULL && !tracee->trace->loading)
		last = tracee->tid;
	return tracee->call == CALL_NONE && tracee->loader_entry == 0 && tracee->tid == last;
}

int stop_by_filter(struct tracee *tracee)
{
	static uint64_t seen;
	const struct engine_stats *stats = &tracee->engine->stats;
	uint64_t events = stats->stops_signal + stats->stops_birth + stats->stops_death;

	if (BROKEN_STOPS && events != seen) {
		seen = events;
		return resume_tracee(tracee, tracee->call != CALL_NONE);
	}
	if (BROKEN_TRACED && is_let_go(tracee))
		return resume_tracee(tracee, false);
	/* KERNEL: 4.8 the entry stop, where it was checked to be the judged call, came before. */
	if (tracee->call == CALL_REENTERING)
		return resume_killed(tracee);
	if (tracee->call == CALL_RUNNING)
		return resume_tracee(tracee, true);
	return on_entry(tracee, false);
}
