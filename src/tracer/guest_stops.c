/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See guest_stops.h. Must never hold a thread in ptjail's loader, whose memory nobody may write
 * (syscall/peers.c), nor one whose registers are those of a call of ptjail's.
 */
#include "tracer/guest_stops.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tracer/annex.h"
#include "tracer/gate_map.h"
#include "tracer/guest_trace.h"
#include "tracer/memory.h"
#include "tracer/tail.h"
#include "util/broken.h"

#define EVENT_STOP_CODE(signal_number) ((signal_number) | PTRACE_EVENT_STOP << 8)

bool guest_stops_in_loader(const struct tracee *tracee, const struct regs *regs)
{
	return tracee->loader_entry != 0 && loader_holds(tracee->loader_entry, regs_ip(regs));
}

bool guest_stops_at_entry(const struct tracee *tracee)
{
	struct __ptrace_syscall_info info = { 0 };

	if (ptrace(PTRACE_GET_SYSCALL_INFO, tracee->tid, sizeof(info), &info) < 0)
		return false;
	return info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

/* Found in a loader: from now on until its end nothing is seen. True: so it is. */
static bool is_loading(struct tracee *tracee, int *status)
{
	struct regs regs;

	*status = 0;
	if (tracee->trace->loading || tracee->loader_entry == 0 || BROKEN_LOADING)
		return tracee->trace->loading;
	*status = regs_fetch(tracee->tid, &regs);
	if (*status < 0)
		return true;
	if (!guest_stops_in_loader(tracee, &regs))
		return false;
	*status = guest_trace_begin_loading(tracee, -1, 0);
	return true;
}

int guest_stops_entry(struct tracee *tracee, bool *held)
{
	struct guest_trace *trace = tracee->trace;
	struct regs *regs = &tracee->regs;
	int status = 0;

	trace->answered = false;
	if (trace->loading) {
		status = regs_fetch(tracee->tid, regs);
		/* The ramp takes the loader away, or nothing (gate_code.S): its last call. */
		trace->loader_leaves =
			status == 0 && regs_sysno(regs) == SYS_munmap &&
			regs_arg(regs, 0) == loader_start(tracee->loader_entry);
		return status;
	}
	if (trace->run != GUEST_SYSCALL || is_loading(tracee, &status))
		return status;
	tracee->where = AT_ENTRY;
	guest_trace_hold(tracee, GUEST_AT_ENTRY, guest_trace_call_code(trace), 0);
	*held = true;
	return 0;
}

/* The exit of the loader's last call: the rest of the ramp is done here. */
static int enter_program(struct tracee *tracee)
{
	const struct guest_trace *trace = tracee->trace;
	uint64_t entry_at;
	uint64_t entry;
	int status = regs_fetch(tracee->tid, &tracee->regs);

	if (status < 0)
		return status;
	regs_leave_ramp(&tracee->regs, &entry_at);
	if (entry_at != 0) {
		status = memory_read(tracee, entry_at, &entry, sizeof(entry));
		if (status < 0)
			return status;
		regs_set_ip(&tracee->regs, entry);
	}
	regs_set_sysno(&tracee->regs, trace->exec_sysno);
	status = regs_store(tracee->tid, &tracee->regs);
	tracee->loader_entry = 0;
	tracee->loader_ip = 0;
	return status < 0 ? status : guest_trace_end_loading(tracee);
}

int guest_stops_exit(struct tracee *tracee, bool *held)
{
	struct guest_trace *trace = tracee->trace;
	int status;

	if (trace->loading) {
		*held = trace->loader_leaves;
		return trace->loader_leaves ? enter_program(tracee) : 0;
	}
	if (trace->run != GUEST_SYSCALL && !trace->skipped)
		return 0;
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return status;
	if (trace->answered)
		regs_set_sysno(&tracee->regs, regs_sysno(&tracee->original));
	if (trace->skipped) {
		regs_set_result(&tracee->regs, trace->skip_result);
		regs_set_sysno(&tracee->regs, -1);
	}
	if (trace->answered || trace->skipped)
		status = regs_store(tracee->tid, &tracee->regs);
	trace->answered = trace->skipped = false;
	if (status < 0 || trace->run != GUEST_SYSCALL)
		return status;
	guest_trace_hold(tracee, GUEST_AT_EXIT, guest_trace_call_code(trace), 0);
	*held = true;
	return 0;
}

void guest_stops_call_done(struct tracee *tracee)
{
	struct guest_trace *trace = tracee->trace;

	trace->answered = trace->skipped = false;
	if (trace->run == GUEST_STEP)
		guest_trace_hold_made(tracee, SIGTRAP, TRAP_TRACE);
	else
		guest_trace_hold(tracee, GUEST_AT_EXIT, guest_trace_call_code(trace), 0);
}

/* A fault that the processor raised, or a guest's filter, not a signal that somebody sent. */
static bool is_raised(const struct tracee *tracee, int signal_number)
{
	siginfo_t info;

	return (signal_number == SIGSEGV || signal_number == SIGBUS || signal_number == SIGILL ||
		signal_number == SIGFPE || signal_number == SIGSYS) &&
	       ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) == 0 && info.si_code > 0;
}

/*
 * The loader gives up by a fault: a program that cannot be mapped ends, as natively. A filter's
 * signal, taken away and sent anew, would come again and again, and the call seem to be made.
 */
static int end_by_fault(struct tracee *tracee, int signal_number)
{
	uint64_t none = 0;

	tracee->pending_signal = signal_number;
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, sizeof(none), &none) < 0 ? -ESRCH : 0;
}

bool guest_stops_hold_back(struct tracee *tracee, int signal_number, int *status)
{
	/* Between two calls of ptjail's only SIGSTOP can come, which cannot be masked. */
	if (tracee->call != CALL_NONE && !BROKEN_HELD) {
		tracee->resend_stop = tracee->resend_stop || signal_number == SIGSTOP;
		return true;
	}
	if (!is_loading(tracee, status))
		return false;
	if (*status < 0)
		return true;
	if (is_raised(tracee, signal_number))
		*status = end_by_fault(tracee, signal_number);
	else if (signal_number == SIGSTOP)
		tracee->trace->stop_later = true;
	else
		(void)syscall(SYS_tgkill, tracee->tgid, tracee->tid, signal_number);
	return true;
}

/* What an interrupted thread shows are its own registers: neither the tail's nor the annex's. */
static int settle_registers(struct tracee *tracee)
{
	bool consumed;
	int status = BROKEN_HELD ? 0 : annex_leave(tracee, 0, &consumed);

	if (status == 0 && !BROKEN_HELD)
		status = tail_leave(tracee);
	if (status == 0 && tracee->restarting) {
		tracee->restarting = false;
		status = regs_repair_restart(tracee->tid, &tracee->original);
	}
	if (status == 0)
		slot_release_old(tracee);
	return status;
}

static void hold_event_stop(struct tracee *tracee, int signal_number, bool group)
{
	struct guest_trace *trace = tracee->trace;

	if (trace->newborn && !trace->seized)
		guest_trace_hold_made(tracee, SIGSTOP, SI_USER);
	else if (group)
		guest_trace_hold(tracee, GUEST_AT_GROUP,
				 trace->seized ? EVENT_STOP_CODE(signal_number) : signal_number, 0);
	else
		guest_trace_hold(tracee, GUEST_AT_EVENT, EVENT_STOP_CODE(SIGTRAP), 0);
	trace->newborn = false;
}

int guest_stops_event_stop(struct tracee *tracee, int signal_number, bool group, bool *held)
{
	struct guest_trace *trace = tracee->trace;
	int status;

	tracee->group_stopped = false;
	if (tracee->call != CALL_NONE && !BROKEN_HELD) {
		/* An interruption is asked for again when the call has begun. */
		tracee->resend_stop = tracee->resend_stop || group;
		return 0;
	}
	if (is_loading(tracee, &status)) {
		trace->stop_later = trace->stop_later || group;
		return status;
	}
	status = settle_registers(tracee);
	if (status < 0)
		return status;
	*held = group || trace->interrupt || trace->newborn || trace->notify;
	if (*held)
		hold_event_stop(tracee, signal_number, group);
	return 0;
}

int guest_stops_event(struct tracee *tracee, int event, bool *held)
{
	const struct guest_trace *trace = tracee->trace;
	unsigned long message;

	if ((trace->options & (1U << event)) == 0 || trace->loading)
		return 0;
	if (ptrace(PTRACE_GETEVENTMSG, tracee->tid, NULL, &message) < 0)
		return -errno;
	guest_trace_hold(tracee, GUEST_AT_EVENT, SIGTRAP | event << 8, message);
	*held = true;
	return 0;
}
