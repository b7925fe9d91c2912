/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Remote calls (remote.h): one system call inside a stopped tracee, waited for here.
 * Never leaves the tracee anywhere but at an exit stop, or gone.
 */
#include "tracer/remote.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/backlog.h"
#include "tracer/engine.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)
#define SIGMASK_SIZE 8UL /* KERNEL: sizeof(sigset_t) of the kernel, 64 signals */

static int block_signals(struct tracee *tracee)
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

/*
 * Nobody to wait for: the thread went with the exec of a sibling. If it is there all the same,
 * its state is one we do not know (I4).
 */
static int lost(const struct tracee *tracee)
{
	if (syscall(SYS_tgkill, tracee->tgid, tracee->tid, 0) == 0)
		(void)kill(tracee->tgid, SIGKILL);
	return -ESRCH;
}

/*
 * Waits for the next syscall stop. Anything that ends the tracee, or replaces it by an
 * exec of a sibling, goes to the backlog for the loop to handle: -ESRCH here.
 */
static int wait_syscall_stop(struct tracee *tracee)
{
	for (;;) {
		int fault = 0;
		int status;
		int event;

		if (backlog_wait(tracee->engine->backlog, tracee->tid, 0, &status) < 0) {
			if (errno == EINTR)
				continue;
			return lost(tracee);
		}
		tracee->engine->stats.stops_remote++;
		event = status >> 16;
		if (!WIFSTOPPED(status) || event == PTRACE_EVENT_EXEC) {
			int error = backlog_push(tracee->engine->backlog, tracee->tid, status);

			return error < 0 ? error : -ESRCH;
		}
		if (WSTOPSIG(status) == SYSCALL_STOP)
			return 0;
		/*
		 * Every maskable signal is masked: SIGSTOP, or a group stop of the process. Or a
		 * fault, where another thread took the instruction away: KERNEL: forced, it kills.
		 */
		if ((event == 0 && WSTOPSIG(status) == SIGSTOP) ||
		    (event == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP))
			tracee->resend_stop = true;
		else if (event == 0)
			fault = WSTOPSIG(status);
		if (ptrace(PTRACE_SYSCALL, tracee->tid, NULL, (void *)(long)fault) < 0)
			return -ESRCH;
	}
}

int remote_check_entry(const struct tracee *tracee, long sysno, const uint64_t args[6])
{
	struct regs regs;
	bool same;
	int status = regs_fetch(tracee->tid, &regs);

	if (status < 0)
		return status;
	same = regs_sysno(&regs) == sysno &&
	       (!tracee->engine->without_seccomp || regs_is_native_abi(tracee->tid));
	for (unsigned int i = 0; i < 6; i++)
		same = same && regs_arg(&regs, i) == args[i];
	if (same)
		return 0;
	(void)kill(tracee->tgid, SIGKILL);
	return -ESRCH;
}

int remote_call(struct tracee *tracee, long sysno, const uint64_t args[6], long *ret_result)
{
	struct regs regs = tracee->original;
	unsigned int stops = tracee->where == AT_ENTRY ? 1 : 2;
	int status = block_signals(tracee);

	if (status < 0)
		return status;
	if (tracee->where == AT_ENTRY)
		regs_set_sysno(&regs, sysno);
	else
		regs_again(&regs, sysno);
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(&regs, i, args[i]);
	status = regs_store(tracee->tid, &regs);
	if (status < 0)
		return status;
	while (stops-- > 0) {
		if (ptrace(PTRACE_SYSCALL, tracee->tid, NULL, NULL) < 0)
			return -ESRCH;
		status = wait_syscall_stop(tracee);
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
