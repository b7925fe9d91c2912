/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * ptrace: who may trace whom, and how the traced go on. ptjail stays the only tracer that the
 * kernel knows (tracer/guest_trace.h). Who is no member does not exist (SECURITY.md E22); nothing
 * that a request changes is trusted afterwards: it is the member's own state, judged at its calls.
 */
#include "syscall/ptrace.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "fakeroot/may.h"
#include "syscall/exec_state.h"
#include "syscall/target.h"
#include "tracer/family.h"
#include "tracer/guest_trace.h"

#define SIGNAL_MAX 64U
/* KERNEL: PTRACE_O_MASK. */
#define OPTIONS_KNOWN          0x3000ffU
#define OPTION_SUSPEND_SECCOMP (1U << 21)

/*
 * KERNEL: check_ptrace_options(). The filters of a member are ptjail's to hear of, and to take
 * away nobody's: EINVAL is what a kernel without seccomp answers.
 */
static int check_options(uint64_t options)
{
	if ((options & ~(uint64_t)OPTIONS_KNOWN) != 0 || (options & PTRACE_O_TRACESECCOMP) != 0)
		return -EINVAL;
	return (options & OPTION_SUSPEND_SECCOMP) != 0 ? -EPERM : 0;
}

struct becoming {
	const struct process *process;
	const struct creds *creds;
	bool dumpable;
};

static bool look_for_exec(struct member *member, void *data)
{
	struct becoming *becoming = data;

	if (member->process == becoming->process && member->exec != NULL) {
		becoming->creds = member->exec->creds;
		becoming->dumpable = exec_state_is_dumpable(member, member->exec);
	}
	return becoming->creds == NULL;
}

/*
 * RACE: an exec was let go, with ids that nobody may attach to by the time it is over. KERNEL:
 * ptrace_attach() waits for it (cred_guard_mutex), and asks then.
 */
static bool may_attach_after_exec(const struct call *call, const struct creds *real,
				  const struct member *member)
{
	struct becoming becoming = { .process = member->process };

	jail_each_member(call->jail, look_for_exec, &becoming);
	return becoming.creds == NULL || may_trace(real, becoming.creds, becoming.dumpable);
}

bool ptrace_may_attach(const struct call *call, const struct member *member)
{
	struct creds real;

	if (call->member->creds == NULL || member->creds == NULL)
		return member->process->dumpable;
	real = *call->member->creds;
	real.uid.fs = real.uid.real;
	real.gid.fs = real.gid.real;
	return may_trace(&real, member->creds, member->process->dumpable) &&
	       may_attach_after_exec(call, &real, member);
}

/* Its process is a child of the tracer's. */
static bool is_own_child(const struct tracee *tracee, const struct tracee *tracer)
{
	return target_parent(tracee->tgid) == tracer->tgid;
}

/* A first stop: KERNEL: a member that is stopped already is so for its tracer, too. */
static int stop_attached(struct tracee *tracee, bool seize)
{
	if (tracee->group_stopped)
		return guest_trace_interrupt(tracee);
	if (!seize)
		return (int)syscall(SYS_tgkill, tracee->tgid, tracee->tid, SIGSTOP);
	/* What the kernel has to be told of its options, it is told at a stop. */
	if (guest_trace_kernel_options(tracee) != 0)
		return (int)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	return 0;
}

static struct outcome attach(struct call *call, pid_t pid, bool seize)
{
	const struct member *member = jail_find_member(call->jail, pid);
	uint64_t options = seize ? call_long(call, 3) : 0;
	struct tracee *tracee;
	int status;

	if (member == NULL)
		return outcome_fail(target_is_known(pid) || target_find(call, pid) == TARGET_ZOMBIE
					    ? EPERM
					    : ESRCH);
	if (seize && (call_long(call, 2) != 0 || (options & ~(uint64_t)OPTIONS_KNOWN) != 0))
		return outcome_fail(EIO);
	status = check_options(options);
	if (status < 0)
		return outcome_fail(status);
	tracee = member->tracee;
	if (tracee->tgid == call->tracee->tgid || !ptrace_may_attach(call, member) ||
	    tracee->trace != NULL)
		return outcome_fail(EPERM);
	status = guest_trace_begin(tracee, call->tracee, seize, (unsigned int)options,
				   is_own_child(tracee, call->tracee));
	if (status < 0)
		return outcome_fail(status);
	/* Should that fail it is ending. */
	status = stop_attached(tracee, seize);
	return outcome_done(0);
}

/*
 * KERNEL: the thread that made it, while that lives, then another one of its process. NULL: nobody
 * inside.
 */
static struct tracee *find_parent(const struct call *call)
{
	const struct engine *engine = call->jail->engine;
	pid_t parent = target_parent(call->tracee->tgid);
	struct tracee *maker = engine_find(engine, call->tracee->parent_tid);

	if (call->tracee->tid == call->tracee->tgid && maker != NULL && maker->tgid == parent &&
	    maker->born)
		return maker;
	maker = engine_find(engine, parent);
	return maker != NULL && maker->born && maker->tgid == parent ? maker : NULL;
}

static struct outcome trace_me(struct call *call)
{
	struct tracee *parent = find_parent(call);
	const struct creds *own = call->member->creds;
	const struct creds *theirs;

	if (parent == NULL || parent->member == NULL || call->tracee->trace != NULL)
		return outcome_fail(EPERM);
	theirs = ((const struct member *)parent->member)->creds;
	/* KERNEL: cap_ptrace_traceme(). */
	if (own != NULL && theirs != NULL && (own->caps.permitted & ~theirs->caps.permitted) != 0 &&
	    !creds_capable(theirs, CAP_SYS_PTRACE))
		return outcome_fail(EPERM);
	return outcome_status(guest_trace_begin(call->tracee, parent, false, 0, true));
}

static struct outcome set_options(struct call *call, struct tracee *tracee)
{
	int status = check_options(call_long(call, 3));

	if (status == 0)
		tracee->trace->options = (unsigned int)call_long(call, 3);
	return outcome_status(status);
}

static struct outcome let_go(struct call *call, struct tracee *tracee, enum guest_run run)
{
	/* KERNEL: valid_signal(). */
	if (call_long(call, 3) > SIGNAL_MAX)
		return outcome_fail(EIO);
	return outcome_status(guest_trace_go(tracee, run, (int)call_long(call, 3)));
}

static struct outcome detach(struct call *call, struct tracee *tracee)
{
	if (call_long(call, 3) > SIGNAL_MAX)
		return outcome_fail(EIO);
	guest_trace_detach(tracee, (int)call_long(call, 3));
	return outcome_done(0);
}

/* It does not have to be held. */
static bool on_running(struct tracee *tracee, long request, struct outcome *ret_outcome)
{
	switch (request) {
	case PTRACE_KILL:
		(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, SIGKILL);
		*ret_outcome = outcome_done(0);
		return true;
	case PTRACE_INTERRUPT:
		if (!tracee->trace->seized)
			*ret_outcome = outcome_fail(EIO);
		else
			*ret_outcome = outcome_status(guest_trace_interrupt(tracee));
		return true;
	default:
		return false;
	}
}

/*
 * RACE: a sibling executes a program: it may have this one's number by now, and stand in ptjail's
 * loader, which is nobody's to look at or to change. At its end somebody may have to let it go,
 * for the exec waits for that; a loader that was not told where the gate is ends.
 */
static bool waits_for_exec(const struct tracee *tracee, long request, struct outcome *ret_outcome)
{
	bool ends = tracee->trace->code == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
	siginfo_t info;

	if (!family_must_wait(tracee))
		return false;
	if (ends && (request == PTRACE_CONT || request == PTRACE_SYSCALL ||
		     request == PTRACE_SINGLESTEP || request == PTRACE_DETACH))
		return false;
	*ret_outcome = (struct outcome){ .kind = OUTCOME_RETRY };
	if (ends || (ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) < 0 && errno == ESRCH))
		*ret_outcome = outcome_fail(ESRCH);
	return true;
}

static struct outcome on_held(struct call *call, struct tracee *tracee, long request)
{
	struct outcome outcome;

	if (waits_for_exec(tracee, request, &outcome))
		return outcome;
	switch (request) {
	case PTRACE_CONT:
		return let_go(call, tracee, GUEST_CONT);
	case PTRACE_SYSCALL:
		return let_go(call, tracee, GUEST_SYSCALL);
	case PTRACE_SINGLESTEP:
		return let_go(call, tracee, GUEST_STEP);
	case PTRACE_DETACH:
		return detach(call, tracee);
	case PTRACE_LISTEN:
		return outcome_status(guest_trace_listen(tracee));
	case PTRACE_SETOPTIONS:
		return set_options(call, tracee);
	default:
		return ptrace_look(call, tracee, request);
	}
}

struct outcome on_ptrace(struct call *call)
{
	long request = (long)call_long(call, 0);
	pid_t pid = (pid_t)call_long(call, 1);
	struct outcome outcome;
	struct tracee *tracee;

	/* Without PTRACE_GET_SYSCALL_INFO nobody could tell an entry from an exit for sure. */
	if (call->jail->refuses_ptrace || !guest_trace_possible(call->tracee))
		return outcome_fail(EPERM);
	if (request == PTRACE_TRACEME)
		return trace_me(call);
	if (request == PTRACE_ATTACH || request == PTRACE_SEIZE)
		return attach(call, pid, request == PTRACE_SEIZE);
	tracee = guest_trace_find(call->tracee, pid);
	if (tracee == NULL)
		return outcome_fail(ESRCH);
	if (on_running(tracee, request, &outcome))
		return outcome;
	return guest_trace_is_held(tracee) ? on_held(call, tracee, request) : outcome_fail(ESRCH);
}
