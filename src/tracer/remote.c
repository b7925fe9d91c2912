/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Remote calls (remote.h): one system call inside a stopped tracee, waited for here, but not
 * for ever. Never leaves the tracee anywhere but at an exit stop, gone, or killed.
 */
#include "tracer/remote.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/backlog.h"
#include "tracer/engine.h"
#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "tracer/limits.h"
#include "tracer/starved.h"
#include "util/broken.h"
#include "util/proc_thread.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)
/* Times that patience may run out: 5 seconds, of which the tracer was awake. */
#define HELD_UP_MAX 500U
/* 50 ms: what has a processor, or sleeps, has been heard of by then. */
#define STARVED_EVERY 5U
/* 0.3 seconds: those of its closes wait for nobody but by its own doing. */
#define CLOSES_MAX 30U
/* Stops of others' making on the few bytes to a fault. */
#define FAULT_STOPS_MAX 64
#define SIGMASK_SIZE    8UL /* KERNEL: sizeof(sigset_t) of the kernel, 64 signals */

int remote_block_signals(struct tracee *tracee)
{
	uint64_t all = UINT64_MAX;

	if (tracee->remote_used)
		return 0;
	if (ptrace(PTRACE_GETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->signal_mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &all) < 0)
		return -errno;
	tracee->remote_used = true;
	return 0;
}

static int kill_process(const struct tracee *tracee)
{
	engine_signal(tracee, SIGKILL);
	return -ESRCH;
}

/*
 * Nobody to wait for: the thread went with the exec of a sibling. If it is there all the same,
 * its state is one we do not know (I4).
 */
static int lost(const struct tracee *tracee)
{
	return syscall(SYS_tgkill, tracee->tgid, tracee->tid, 0) == 0 ? kill_process(tracee)
								      : -ESRCH;
}

/*
 * Takes what the other threads of its process have to tell, for the loop to handle. Nobody else's
 * end: the call may name somebody whose number must not be another's before it is over
 * (syscall/target.h).
 */
static int collect_siblings(const struct tracee *tracee)
{
	struct backlog *backlog = tracee->engine->backlog;
	const struct dirent *entry;
	char name[32];
	DIR *threads;
	int error = 0;

	(void)snprintf(name, sizeof(name), "/proc/%d/task", tracee->tgid);
	threads = opendir(name);
	while (threads != NULL && error == 0 && (entry = readdir(threads)) != NULL) {
		pid_t tid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (tid > 0 && tid != tracee->tid)
			error = backlog_take(backlog, tid);
	}
	if (threads != NULL)
		(void)closedir(threads);
	return error;
}

/*
 * The thread's id and *ret_status, 0: it has nothing to tell yet, or -errno. Only who has ended
 * waits for its siblings to be taken, and makes no call any more: it may have named one of them.
 */
static pid_t look_again(const struct tracee *tracee, int *ret_status)
{
	int error = family_has_ended(tracee) ? collect_siblings(tracee) : 0;
	pid_t tid;

	if (error < 0)
		return error;
	tid = backlog_wait(tracee->engine->backlog, tracee->tid, WNOHANG, ret_status);
	return tid < 0 ? lost(tracee) : tid;
}

/*
 * KERNEL: pipe_release(): a close of a pipe's last end waits for who splices from it, and no
 * interruption ends that. proc_pid_syscall(): who may run is none that sleeps.
 */
static bool sleeps_in_close(const struct tracee *tracee)
{
	long number = proc_thread_call(tracee->tid);

	return number == SYS_close || number == SYS_dup3;
}

static bool is_held_up(const struct tracee *tracee, unsigned int times)
{
	return times >= HELD_UP_MAX ||
	       (!BROKEN_ASIDE && times >= CLOSES_MAX && sleeps_in_close(tracee));
}

/*
 * Nothing for PATIENCE_EVERY. What may hold the thread up, by its own doing:
 * - its end, if it is a process's first thread: KERNEL: told after the others' were taken; these
 *   may live on, where a filter killed that one alone;
 * - it was led away by a restartable sequence, before it got to the call: the interruption
 *   stops it, and its place shows that;
 * - it sleeps in the call: KERNEL: the interruption makes interruptible sleeps end;
 * - it gets no processor: its own jail makes way for it;
 * - nobody lets it run: for so long, and no longer.
 * Answers the thread's id and *ret_status, 0: wait on, or -errno.
 */
static pid_t lose_patience(struct tracee *tracee, unsigned int times, int *ret_status)
{
	struct engine *engine = tracee->engine;
	pid_t tid = look_again(tracee, ret_status);

	if (tid != 0)
		return tid;
	if (family_has_ended(tracee)) {
		slot_release(&tracee->slot);
		return -ESRCH;
	}
	/* Only a signal that may come can tell that a limit is reached. */
	limits_listen(engine->limits, true);
	limits_listen(engine->limits, false);
	limits_look(engine);
	if (is_held_up(tracee, times) || limits_reached(engine->limits) != LIMITS_NONE)
		return kill_process(tracee);
	if (times % STARVED_EVERY == 0)
		starved_help(tracee);
	return ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL) < 0 ? lost(tracee) : 0;
}

/* The next thing that the kernel says of the tracee. -ESRCH: it cannot be waited for. */
static int wait_for(struct tracee *tracee, int *ret_status)
{
	struct patience *patience = &tracee->engine->patience;
	unsigned int times = 0;
	pid_t found = 0;

	patience_begin(patience, PATIENCE_EVERY);
	while (found == 0) {
		found = backlog_wait(tracee->engine->backlog, tracee->tid, 0, ret_status);
		if (found >= 0)
			continue;
		found = 0;
		if (errno != EINTR)
			found = lost(tracee);
		else if (patience_ran_out(patience))
			found = lose_patience(tracee, ++times, ret_status);
	}
	patience_end(patience);
	return found < 0 ? found : 0;
}

/* Interrupted before its call: is it still where it was sent? */
static int check_place(const struct tracee *tracee)
{
	struct regs regs;
	int status = regs_fetch(tracee->tid, &regs);

	if (status == 0 && regs_ip(&regs) != remote_place(tracee))
		return kill_process(tracee);
	return status;
}

/*
 * Waits for the next syscall stop, of the call's entry or exit. Anything that ends the
 * tracee, or replaces it by an exec of a sibling, goes to the backlog for the loop to
 * handle: -ESRCH here.
 */
static int wait_syscall_stop(struct tracee *tracee, bool to_entry)
{
	for (;;) {
		int fault = 0;
		int status;
		int event;
		int error = wait_for(tracee, &status);

		if (error < 0)
			return error;
		tracee->engine->stats.stops_remote++;
		event = status >> 16;
		if (!WIFSTOPPED(status) || event == PTRACE_EVENT_EXEC) {
			error = backlog_push(tracee->engine->backlog, tracee->tid, status);
			return error < 0 ? error : -ESRCH;
		}
		if (WSTOPSIG(status) == SYSCALL_STOP)
			return 0;
		/*
		 * Every maskable signal is masked: SIGSTOP, or a group stop of the process. Or a
		 * fault: KERNEL: forced, it kills.
		 */
		if ((event == 0 && WSTOPSIG(status) == SIGSTOP) ||
		    (event == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP))
			tracee->resend_stop = true;
		else if (event == 0)
			fault = WSTOPSIG(status);
		if (to_entry && (error = check_place(tracee)) < 0)
			return error;
		if (ptrace(PTRACE_SYSCALL, tracee->tid, NULL, (void *)(long)fault) < 0)
			return -ESRCH;
	}
}

uint64_t remote_place(const struct tracee *tracee)
{
	return BROKEN_REENTRY ? regs_ip(&tracee->original) - ARCH_CALL_SIZE
			      : tracee->engine->call_ip;
}

int remote_check_entry(const struct tracee *tracee, long sysno, const uint64_t args[6])
{
	struct regs regs;
	bool same;
	int status = regs_fetch(tracee->tid, &regs);

	if (status < 0 || BROKEN_REENTRY)
		return status;
	same = regs_sysno(&regs) == sysno &&
	       (!tracee->engine->without_seccomp || regs_is_native_abi(tracee->tid));
	for (unsigned int i = 0; i < 6; i++)
		same = same && regs_arg(&regs, i) == args[i];
	return same ? 0 : kill_process(tracee);
}

int remote_call(struct tracee *tracee, long sysno, const uint64_t args[6], long *ret_result)
{
	unsigned int stops = tracee->where == AT_ENTRY ? 1 : 2;
	struct regs regs;
	int status = regs_complete(tracee->tid, &tracee->original);

	if (status == 0)
		status = remote_block_signals(tracee);
	if (status < 0)
		return status;
	regs = tracee->original;
	if (tracee->where == AT_ENTRY)
		regs_set_sysno(&regs, sysno);
	else
		regs_again(&regs, sysno, remote_place(tracee));
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(&regs, i, args[i]);
	status = regs_store(tracee->tid, &regs);
	if (status < 0)
		return status;
	while (stops-- > 0) {
		if (ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL) < 0)
			return -ESRCH;
		status = wait_syscall_stop(tracee, stops > 0);
		if (status == 0 && stops > 0)
			status = remote_check_entry(tracee, sysno, args);
		if (status < 0)
			return status;
	}
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return status;
	tracee->where = AT_EXIT;
	tracee->in_syscall = false;
	*ret_result = regs_result(&tracee->regs);
	return 0;
}

/* The fault's signal has come; a stop only delays it; anything else: it was led away. */
static bool is_fault(int status)
{
	return status >> 16 == 0 && WSTOPSIG(status) == SIGILL;
}

static bool is_stop(int status)
{
	return status >> 16 == PTRACE_EVENT_STOP ||
	       (status >> 16 == 0 && WSTOPSIG(status) == SIGSTOP);
}

int remote_fault(struct tracee *tracee)
{
	uint64_t others = ~(1ULL << (SIGILL - 1));
	unsigned int stops = 0;
	int status;

	/* KERNEL: force_sig_info_to_task(): a fault's signal that is blocked kills. */
	if (ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &others) < 0 ||
	    ptrace(PTRACE_CONT, tracee->tid, NULL, NULL) < 0)
		return -ESRCH;
	for (;;) {
		int error = wait_for(tracee, &status);

		if (error < 0)
			return error;
		tracee->engine->stats.stops_remote++;
		if (!WIFSTOPPED(status) || status >> 16 == PTRACE_EVENT_EXEC) {
			error = backlog_push(tracee->engine->backlog, tracee->tid, status);
			return error < 0 ? error : -ESRCH;
		}
		if (is_fault(status))
			break;
		if (!is_stop(status) || ++stops > FAULT_STOPS_MAX)
			return kill_process(tracee);
		if (WSTOPSIG(status) != SIGTRAP)
			tracee->resend_stop = true;
		if (ptrace(PTRACE_CONT, tracee->tid, NULL, NULL) < 0)
			return -ESRCH;
	}
	tracee->remote_used = false;
	return ptrace(PTRACE_SETSIGMASK, tracee->tid, SIGMASK_SIZE, &tracee->signal_mask) < 0
		       ? -ESRCH
		       : 0;
}
