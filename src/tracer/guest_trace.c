/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Who traces whom, and what a traced member is held at (guest_trace.h). Must never hold a member
 * whose registers are not its own, nor let one step through calls that nobody would look at.
 */
#include "tracer/guest_trace.h"

#include <errno.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/backlog.h"
#include "tracer/call_stops.h"
#include "tracer/patch.h"
#include "tracer/stops.h"
#include "tracer/tail.h"

#define SIGMASK_SIZE   8UL
#define GUEST_ENDS_MAX 32768U

bool guest_trace_possible(const struct tracee *tracee)
{
	struct __ptrace_syscall_info info = { 0 };

	return tracee->engine->without_seccomp ||
	       ptrace(PTRACE_GET_SYSCALL_INFO, tracee->tid, sizeof(info), &info) > 0;
}

unsigned int guest_trace_kernel_options(const struct tracee *tracee)
{
	if (tracee->trace == NULL)
		return 0;
	return tracee->trace->options & (PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACEEXIT);
}

bool guest_trace_wants_calls(const struct tracee *tracee)
{
	const struct guest_trace *trace = tracee->trace;

	return tracee->every_call ||
	       (trace != NULL && (trace->run == GUEST_SYSCALL || trace->loading || trace->skipped));
}

struct tracee *guest_trace_find(const struct tracee *tracer, pid_t tid)
{
	struct tracee *tracee = engine_find(tracer->engine, tid);

	return tracee != NULL && tracee->trace != NULL && tracee->trace->tracer == tracer ? tracee
											  : NULL;
}

bool guest_trace_has_tracees(const struct tracee *tracer)
{
	const struct engine *engine = tracer->engine;
	const struct tracee *tracee;
	const struct guest_end *end;

	for (end = engine->guest_ends; end != NULL; end = end->next) {
		if (end->tracer->tgid == tracer->tgid)
			return true;
	}
	for (tracee = engine->guest_traces == 0 ? NULL : engine->tracees; tracee != NULL;
	     tracee = tracee->hh.next) {
		if (tracee->trace != NULL && tracee->trace->tracer->tgid == tracer->tgid)
			return true;
	}
	return false;
}

/* Every thread of the process stops at its calls from now on; a wait that sleeps begins anew. */
static void watch_waits(const struct tracee *tracer)
{
	struct tracee *thread;

	for (thread = tracer->engine->tracees; thread != NULL; thread = thread->hh.next) {
		if (thread->tgid != tracer->tgid || thread->every_call)
			continue;
		thread->every_call = true;
		if (thread->state == TRACEE_RUNNING)
			(void)ptrace(PTRACE_INTERRUPT, thread->tid, NULL, NULL);
	}
}

/* News for whoever waits: a blocked wait ends, and SIGCHLD is sent. */
static void tell(const struct tracee *tracer, pid_t tid, int status, int si_code)
{
	struct engine *engine = tracer->engine;
	siginfo_t info = { .si_signo = SIGCHLD, .si_code = SI_QUEUE };
	struct tracee *thread;

	/* KERNEL: who is not the kernel may only send codes below zero: put right at delivery. */
	if (engine->signal_cookie == 0 &&
	    getrandom(&engine->signal_cookie, sizeof(engine->signal_cookie), GRND_NONBLOCK) < 0)
		engine->signal_cookie = (uint64_t)(uintptr_t)&info;
	info.si_pid = tid;
	info.si_uid = getuid();
	info.si_value.sival_ptr = (void *)(uintptr_t)(engine->signal_cookie ^
						      ((uint64_t)(unsigned int)status << 8) ^
						      (uint64_t)si_code);
	if (!backlog_has_end(engine->backlog, tracer->tgid))
		(void)syscall(SYS_rt_sigqueueinfo, tracer->tgid, SIGCHLD, &info);
	for (thread = engine->tracees; thread != NULL; thread = thread->hh.next) {
		if (thread->tgid != tracer->tgid || !thread->waits)
			continue;
		thread->wait_news = true;
		(void)ptrace(PTRACE_INTERRUPT, thread->tid, NULL, NULL);
	}
}

void guest_trace_correct_signal(const struct tracee *tracee, int signal_number)
{
	const struct engine *engine = tracee->engine;
	siginfo_t info;
	uint64_t words;

	if (signal_number != SIGCHLD || engine->signal_cookie == 0 ||
	    ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) < 0 || info.si_code != SI_QUEUE)
		return;
	words = (uint64_t)(uintptr_t)info.si_value.sival_ptr ^ engine->signal_cookie;
	if (words >> 32 != 0)
		return;
	info.si_value.sival_ptr = NULL;
	info.si_code = (int)(words & 0xff);
	info.si_status = (int)(words >> 8);
	(void)ptrace(PTRACE_SETSIGINFO, tracee->tid, NULL, &info);
}

int guest_trace_begin(struct tracee *tracee, struct tracee *tracer, bool seized,
		      unsigned int options, bool own_child)
{
	struct guest_trace *trace = talloc_zero(tracee, struct guest_trace);

	if (trace == NULL)
		return -ENOMEM;
	trace->tracer = tracer;
	trace->seized = seized;
	trace->options = options;
	trace->own_child = own_child;
	tracee->trace = trace;
	tracee->engine->guest_traces++;
	watch_waits(tracer);
	/* Its calls are to be seen as it makes them. */
	(void)patch_change_flags(tracee, GATE_PRIVATE_OFF, 0);
	return 0;
}

int guest_trace_birth(struct tracee *parent, struct tracee *child, int event, uint64_t clone_flags)
{
	const struct guest_trace *trace = parent->trace;
	int status;

	child->parent_tid = parent->tid;
	child->kernel_options = parent->kernel_options;
	if ((clone_flags & CLONE_THREAD) != 0)
		child->every_call = parent->every_call;
	if (trace == NULL || (trace->options & (1U << event)) == 0)
		return 0;
	status = guest_trace_begin(child, trace->tracer, trace->seized, trace->options, false);
	if (status == 0)
		child->trace->newborn = true;
	return status;
}

int guest_trace_interrupt(struct tracee *tracee)
{
	tracee->trace->interrupt = true;
	/* KERNEL: who is stopped stops once more when it goes on (resume.c). */
	if (guest_trace_is_held(tracee))
		return 0;
	return ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL) < 0 ? -ESRCH : 0;
}

void guest_trace_hold(struct tracee *tracee, enum guest_stop stop, int code, unsigned long message)
{
	struct guest_trace *trace = tracee->trace;

	(void)slot_release_stopped(tracee);
	trace->stop = stop;
	trace->code = code;
	trace->notify = trace->seized && stop == GUEST_AT_GROUP;
	trace->waited_for = false;
	trace->interrupt = false;
	trace->turn = ++tracee->engine->last_turn;
	if (code >> 8 != 0)
		trace->message = message;
	tell(trace->tracer, tracee->tid, code, CLD_TRAPPED);
}

void guest_trace_hold_made(struct tracee *tracee, int signal_number, int si_code)
{
	siginfo_t info = { .si_signo = signal_number, .si_code = si_code };

	if (si_code == SI_USER) {
		info.si_pid = tracee->tgid;
		info.si_uid = getuid();
	}
	tracee->trace->made = info;
	guest_trace_hold(tracee, GUEST_AT_MADE, signal_number, 0);
}

int guest_trace_unmask(struct tracee *tracee)
{
	if (!tracee->loader_masked)
		return 0;
	tracee->loader_masked = false;
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->loader_mask) < 0
		       ? -ESRCH
		       : 0;
}

int guest_trace_begin_loading(struct tracee *tracee, long exec_sysno, pid_t former_tid)
{
	struct guest_trace *trace = tracee->trace;
	uint64_t all = UINT64_MAX;

	trace->loading = true;
	trace->loader_leaves = false;
	trace->exec_sysno = exec_sysno;
	trace->former_tid = former_tid;
	if (tracee->loader_masked)
		return 0;
	if (ptrace(PTRACE_GETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->loader_mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &all) < 0)
		return -ESRCH;
	tracee->loader_masked = true;
	return 0;
}

/* What the guest's tracer still has to see before the thread runs. True: it is held. */
static bool hold_due(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;

	if (trace->exit_due) {
		trace->exit_due = false;
		if (trace->run == GUEST_SYSCALL) {
			guest_trace_hold(tracee, GUEST_AT_EXIT, guest_trace_call_code(trace), 0);
			return true;
		}
	}
	if (trace->trap_due) {
		trace->trap_due = false;
		guest_trace_hold_made(tracee, SIGTRAP, SI_USER);
		return true;
	}
	if (trace->stop_later) {
		trace->stop_later = false;
		(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, SIGSTOP);
	}
	return false;
}

int guest_trace_end_loading(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;
	int status = guest_trace_unmask(tracee);

	trace->loading = false;
	if (status < 0)
		return status;
	if (trace->exec_sysno >= 0) {
		trace->exit_due = true;
		if ((trace->options & PTRACE_O_TRACEEXEC) != 0) {
			guest_trace_hold(tracee, GUEST_AT_EVENT, SIGTRAP | PTRACE_EVENT_EXEC << 8,
					 (unsigned long)trace->former_tid);
			return 0;
		}
		trace->trap_due = !trace->seized;
	}
	if (hold_due(tracee))
		return 0;
	if (trace->interrupt) {
		trace->interrupt = false;
		guest_trace_hold(tracee, GUEST_AT_EVENT, SIGTRAP | PTRACE_EVENT_STOP << 8, 0);
		return 0;
	}
	return stop_go_on(tracee, false);
}

/* No trace of it is left; it is where the kernel stopped it, or runs. */
static void forget(struct tracee *tracee)
{
	TALLOC_FREE(tracee->trace);
	tracee->engine->guest_traces--;
}

void guest_trace_detach(struct tracee *tracee, int signal_number)
{
	enum guest_stop stop = tracee->trace->stop;
	int status = 0;

	if (stop > GUEST_LISTENS)
		status = guest_trace_unmask(tracee);
	forget(tracee);
	if (stop == GUEST_AT_GROUP && signal_number == 0) {
		status = stop_listen(tracee);
	} else if (stop > GUEST_LISTENS) {
		if (stop == GUEST_AT_MADE && signal_number != 0)
			(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, signal_number);
		else
			tracee->pending_signal = signal_number;
		status = stop_go_on(tracee, stop == GUEST_AT_ENTRY);
	} else if (stop == GUEST_LISTENS) {
		tracee->group_stopped = true;
	} else if (tracee->loader_masked || tracee->kernel_options != 0) {
		/* Its next stop puts that right. */
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	}
	/* Gone, or it will be seen to be. */
	(void)status;
}

int guest_trace_go(struct tracee *tracee, enum guest_run run, int signal_number)
{
	struct guest_trace *trace = tracee->trace;
	enum guest_stop stop = trace->stop;
	struct regs regs;
	int status;

	/* Through a call that the filter does not stop at, nobody would look at what it enters. */
	if (run == GUEST_STEP && (tracee->engine->without_seccomp || tracee->every_call))
		return -EIO;
	trace->run = run;
	if (hold_due(tracee))
		return 0;
	trace->stop = GUEST_RUNS;
	if (stop == GUEST_AT_ENTRY) {
		status = regs_fetch(tracee->tid, &regs);
		if (status < 0)
			return status;
		trace->skipped = regs_sysno(&regs) == -1;
		trace->skip_result = regs_result(&regs);
	}
	if (stop == GUEST_AT_MADE && signal_number != 0)
		(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, signal_number);
	else
		tracee->pending_signal = signal_number;
	return stop_go_on(tracee, stop == GUEST_AT_ENTRY);
}

int guest_trace_listen(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;

	if (!trace->seized || trace->code >> 8 != PTRACE_EVENT_STOP)
		return -EIO;
	if (ptrace(PTRACE_LISTEN, tracee->tid, NULL, NULL) < 0)
		return -errno;
	trace->stop = GUEST_LISTENS;
	return 0;
}

void guest_trace_unwatch(const struct tracee *tracer)
{
	struct tracee *thread;

	for (thread = tracer->engine->tracees; thread != NULL; thread = thread->hh.next) {
		if (thread->tgid == tracer->tgid)
			thread->every_call = false;
	}
}

void guest_trace_end_free(struct engine *engine, struct guest_end *end)
{
	struct guest_end **link = &engine->guest_ends;

	while (*link != end)
		link = &(*link)->next;
	*link = end->next;
	engine->guest_end_count--;
	talloc_free(end);
}

/* KERNEL: the end of a child is told to its parent in any case, and once. */
static void tell_end(struct tracee *tracee, int wait_status)
{
	const struct guest_trace *trace = tracee->trace;
	struct engine *engine = tracee->engine;
	struct guest_end *end;
	int code = WIFEXITED(wait_status) ? CLD_EXITED : CLD_KILLED;

	if (wait_status == -1 || (trace->own_child && tracee->tid == tracee->tgid))
		return;
	end = engine->guest_end_count < GUEST_ENDS_MAX ? talloc(engine, struct guest_end) : NULL;
	if (end == NULL) {
		/* It would be waited for in vain. KERNEL: there are no more zombies than this. */
		engine_signal(trace->tracer, SIGKILL);
		return;
	}
	*end = (struct guest_end){ engine->guest_ends,    trace->tracer, tracee->tid,
				   getpgid(tracee->tgid), wait_status,   ++engine->last_turn };
	engine->guest_ends = end;
	engine->guest_end_count++;
	tell(trace->tracer, tracee->tid,
	     WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : WTERMSIG(wait_status), code);
}

/* KERNEL: exit_ptrace(): a signal that nobody was told of yet is delivered. */
static void let_go(struct tracee *tracee)
{
	const struct guest_trace *trace = tracee->trace;

	if ((trace->options & PTRACE_O_EXITKILL) != 0)
		engine_signal(tracee, SIGKILL);
	guest_trace_detach(tracee,
			   trace->stop == GUEST_AT_SIGNAL && !trace->waited_for ? trace->code : 0);
}

void guest_trace_end(struct tracee *tracee, int wait_status)
{
	struct engine *engine = tracee->engine;
	struct guest_end *end = engine->guest_ends;
	struct tracee *other;
	struct tracee *next;

	if (tracee->trace != NULL) {
		tell_end(tracee, wait_status);
		forget(tracee);
	}
	while (end != NULL) {
		struct guest_end *following = end->next;

		if (end->tracer == tracee)
			guest_trace_end_free(engine, end);
		end = following;
	}
	if (engine->guest_traces == 0)
		return;
	HASH_ITER (hh, engine->tracees, other, next) {
		if (other->trace != NULL && other->trace->tracer == tracee)
			let_go(other);
	}
}
