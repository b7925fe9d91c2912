/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See resume.h; and what a hook says instead of a call (tracee.h). The one place where a tracee
 * is let run: what was not judged must not get there.
 */
#include "tracer/resume.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tracer/guest_trace.h"
#include "tracer/one_cpu.h"
#include "tracer/remote.h"
#include "util/broken.h"

#define SIGMASK_SIZE 8UL

int resume_unless_gone(int status)
{
	return status == -ESRCH ? 0 : status;
}

/* How the kernel is asked to let it go. */
static int request_for(const struct tracee *tracee, bool to_exit)
{
	const struct guest_trace *trace = tracee->trace;

	if (tracee->engine->without_seccomp || to_exit || tracee->stops_late ||
	    guest_trace_wants_calls(tracee))
		return PTRACE_SYSCALL;
	return trace != NULL && trace->run == GUEST_STEP ? PTRACE_SINGLESTEP : PTRACE_CONT;
}

int resume_end_remote(struct tracee *tracee)
{
	if (!tracee->remote_used)
		return 0;
	tracee->remote_used = false;
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->signal_mask) < 0
		       ? -errno
		       : 0;
}

int resume_tracee(struct tracee *tracee, bool to_exit)
{
	unsigned int options = guest_trace_kernel_options(tracee);
	int signal_number = tracee->pending_signal;
	int status;

	/* No handler may run before the judged call is entered: its first call would pass. */
	if (tracee->call != CALL_REENTERING || BROKEN_REENTRY) {
		status = resume_end_remote(tracee);
		if (status < 0)
			return resume_unless_gone(status);
	}
	if (options != tracee->kernel_options) {
		tracee->kernel_options = options;
		if (ptrace(PTRACE_SETOPTIONS, tracee->tid, NULL,
			   (void *)(tracee->engine->seize_options | options)) < 0)
			return resume_unless_gone(-errno);
	}
	if (tracee->resend_stop && (tracee->trace == NULL || tracee->call != CALL_REENTERING)) {
		tracee->resend_stop = false;
		engine_signal(tracee, SIGSTOP);
	}
	/* KERNEL: do_jobctl_trap(): it joins its group's stop, if that is not over. */
	if (tracee->stops_late && (tracee->slot == NULL || tracee->call == CALL_RUNNING)) {
		tracee->stops_late = false;
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	}
	/* KERNEL: ptrace_stop(): whatever stop came takes an interruption with it. */
	if ((tracee->call != CALL_REENTERING && guest_trace_is_interrupted(tracee)) ||
	    (ARCH_RESTART_NEEDS_REPAIR && tracee->restarting))
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
	tracee->pending_signal = 0;
	tracee->state = TRACEE_RUNNING;
	tracee->where = AT_NOWHERE;
	one_cpu_before_resume(tracee);
	if (ptrace((enum __ptrace_request)request_for(tracee, to_exit), tracee->tid, NULL,
		   (void *)(long)signal_number) < 0)
		return resume_unless_gone(-errno);
	return 0;
}

int resume_stored(struct tracee *tracee, bool to_exit)
{
	int status = regs_store(tracee->tid, &tracee->regs);

	if (status < 0)
		return resume_unless_gone(status);
	return resume_tracee(tracee, to_exit);
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

int resume_killed(struct tracee *tracee)
{
	engine_signal(tracee, SIGKILL);
	return 0;
}
