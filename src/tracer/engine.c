/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The event loop: collect every pending stop, handle each, resume. Owns the table of
 * tracees. What a stop means is decided in stops.c; what a system call means, by hooks.
 */
#include "tracer/engine.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/backlog.h"
#include "tracer/call_stops.h"
#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "tracer/guest_trace.h"
#include "tracer/limits.h"
#include "tracer/one_cpu.h"
#include "tracer/rouse.h"
#include "tracer/stops.h"
#include "tracer/tail.h"
#include "util/aside.h"

#define SEIZE_OPTIONS                                                                              \
	(PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |    \
	 PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)

/* So many nanoseconds, about, it takes to look at one tracee. */
#define LOOK 1500U

static int take_each(void *data, struct backlog *backlog, uint64_t spent)
{
	const struct engine *engine = data;
	const struct tracee *tracee;

	if (spent < (uint64_t)engine->tracee_count * LOOK)
		return 0;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		int status = backlog_take(backlog, tracee->tid);

		if (status < 0)
			return status;
	}
	return 1;
}

int engine_new(TALLOC_CTX *ctx, const struct engine_hooks *hooks, struct engine **ret_engine)
{
	struct engine *engine = talloc_zero(ctx, struct engine);
	int status;

	if (engine == NULL)
		return -ENOMEM;
	engine->hooks = *hooks;
	engine->kill_on_exit = true;
	status = backlog_new(engine, &engine->backlog);
	if (status < 0) {
		talloc_free(engine);
		return status;
	}
	backlog_know(engine->backlog, take_each, engine);
	*ret_engine = engine;
	return 0;
}

struct tracee *engine_find(const struct engine *engine, pid_t tid)
{
	struct tracee *tracee;

	HASH_FIND_INT(engine->tracees, &tid, tracee);
	return tracee;
}

int engine_add(struct engine *engine, pid_t tid, struct tracee **ret_tracee)
{
	struct tracee *tracee = talloc_zero(engine, struct tracee);

	if (tracee == NULL)
		return -ENOMEM;
	tracee->engine = engine;
	tracee->tid = tid;
	tracee->tgid = tid;
	HASH_ADD_INT(engine->tracees, tid, tracee);
	engine->tracee_count++;
	*ret_tracee = tracee;
	return 0;
}

void engine_remove(struct engine *engine, struct tracee *tracee)
{
	struct tracee **link = &engine->retries;

	while (*link != NULL && *link != tracee)
		link = &(*link)->next_retry;
	if (*link != NULL) {
		*link = tracee->next_retry;
		if (*link == NULL)
			engine->retries_end = link;
	}
	shares_forget(tracee);
	limits_on_end(engine->limits, tracee);
	one_cpu_on_end(tracee);
	HASH_DEL(engine->tracees, tracee);
	engine->tracee_count--;
	slot_release(&tracee->slot);
	talloc_free(tracee);
}

void engine_rekey(struct engine *engine, struct tracee *tracee, pid_t tid)
{
	HASH_DEL(engine->tracees, tracee);
	tracee->tid = tid;
	HASH_ADD_INT(engine->tracees, tid, tracee);
}

int engine_seize(struct engine *engine, pid_t pid)
{
	unsigned long options = SEIZE_OPTIONS;
	struct tracee *tracee;
	int status;

	if (!engine->without_seccomp)
		options |= PTRACE_O_TRACESECCOMP;
	engine->seize_options = options;
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) < 0)
		return -errno;
	status = engine_add(engine, pid, &tracee);
	if (status < 0)
		return status;
	tracee->state = TRACEE_RUNNING;
	tracee->born = true;
	tracee->memory_id = ++engine->last_memory_id;
	limits_on_birth(engine->limits, tracee);
	engine->main_tid = pid;
	/* Without seccomp the tracee has to be stopped once, to be let go from call to call. */
	if (engine->without_seccomp && ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) < 0)
		return -errno;
	return engine->hooks.birth(engine->hooks.user, tracee, NULL, 0);
}

void engine_signal(const struct tracee *tracee, int signal_number)
{
	if (!backlog_has_end(tracee->engine->backlog, tracee->tgid))
		(void)kill(tracee->tgid, signal_number);
}

void engine_kill_all(struct engine *engine)
{
	struct tracee *tracee;
	struct tracee *next;

	HASH_ITER (hh, engine->tracees, tracee, next) {
		engine_signal(tracee, SIGKILL);
		/* KERNEL: a thread that is ending already does not hear it at PTRACE_EVENT_EXIT. */
		if (guest_trace_is_held(tracee) && tracee->trace->code >> 8 == PTRACE_EVENT_EXIT)
			(void)ptrace(PTRACE_CONT, tracee->tid, NULL, NULL);
	}
}

void engine_retry_later(struct tracee *tracee)
{
	struct engine *engine = tracee->engine;

	tracee->next_retry = NULL;
	*(engine->retries == NULL ? &engine->retries : engine->retries_end) = tracee;
	engine->retries_end = &tracee->next_retry;
}

/* Calls that found no free slot are asked again once others may have released theirs. */
static int retry_waiting(struct engine *engine)
{
	struct tracee *waiting = engine->retries;
	int status = 0;

	engine->retries = NULL;
	if (waiting != NULL)
		rouse_begin();
	while (waiting != NULL && status == 0) {
		struct tracee *tracee = waiting;

		waiting = tracee->next_retry;
		tracee->next_retry = NULL;
		if (family_must_wait(tracee))
			engine_retry_later(tracee);
		else
			status = stop_judge(tracee);
	}
	rouse_end();
	if (engine->retries != NULL)
		slots_reclaim(engine);
	return status;
}

int engine_take_pending(struct engine *engine)
{
	return backlog_poll(engine->backlog, false);
}

static int collect_stops(struct engine *engine)
{
	uint64_t delay = shares_delay(engine);
	int status;

	if (engine->retries != NULL)
		return backlog_poll(engine->backlog, true);
	if (delay == 0)
		return backlog_poll(engine->backlog, false);
	if (delay == SHARES_NOBODY)
		return backlog_collect(engine->backlog, engine->tracee_count == 1);
	patience_begin(&engine->patience, delay);
	status = backlog_collect(engine->backlog, false);
	patience_end(&engine->patience);
	return status;
}

/* Waits for whoever stops or ends; a timer may end the wait (-EINTR). */
static int collect(struct engine *engine)
{
	int status;

	limits_listen(engine->limits, true);
	one_cpu_listen(engine, true);
	status = collect_stops(engine);
	one_cpu_listen(engine, false);
	limits_listen(engine->limits, false);
	return status;
}

static int handle_collected(struct engine *engine)
{
	pid_t tid;
	int wait_status;
	int status = 0;

	while (status == 0 && backlog_pop(engine->backlog, &tid, &wait_status)) {
		if (!shares_defer(engine, tid, wait_status))
			status = shares_handle(engine, tid, wait_status);
	}
	if (status == 0)
		status = shares_next(engine);
	return status < 0 ? status : retry_waiting(engine);
}

static int run(struct engine *engine)
{
	while (engine->tracee_count > 0) {
		int status = collect(engine);

		/* Tracees are counted that nobody can wait for: a state we do not know (I4). */
		if (status == -ECHILD && engine->main_ended)
			break;
		if (status < 0 && status != -EINTR)
			return status;
		if (engine->wake != NULL && *engine->wake) {
			*engine->wake = 0;
			engine->on_wake(engine->wake_data);
		}
		status = handle_collected(engine);
		if (status < 0)
			return status;
		stops_kill_unclaimed(engine);
		limits_look(engine);
		one_cpu_look(engine);
		if ((engine->main_ended && engine->kill_on_exit) ||
		    limits_reached(engine->limits) != LIMITS_NONE)
			engine_kill_all(engine);
		stops_follow_job_control(engine);
	}
	return 0;
}

int engine_run(struct engine *engine)
{
	int status = limits_start(engine);

	if (status == 0)
		status = patience_new(&engine->patience);
	if (status == 0)
		status = rouse_new();
	if (status == 0) {
		one_cpu_start(engine);
		status = run(engine);
		one_cpu_stop(engine);
	}
	aside_stop();
	rouse_free();
	patience_free(&engine->patience);
	limits_stop(engine->limits);
	return status;
}
