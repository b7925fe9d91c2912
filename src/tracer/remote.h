/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A system call made by a stopped tracee on the tracer's behalf, waited for here. Only
 * for calls that cannot block (dup, close, fcntl, openat2 with O_PATH, memfd_create): one that
 * sleeps all the same is interrupted, and a thread that does not come back is killed with its
 * process, since everybody else waits.
 * Allowed while the tracee stands at the entry or exit stop of a call of its own (or at
 * another, with tracee->original its registers there, if remote_fault follows);
 * afterwards it stands at an exit stop, and whoever resumes it restores its registers
 * (engine.c does, from tracee->original).
 *
 * Signals that arrive meanwhile stay pending in the kernel (the mask is set around the
 * first call and put back by remote_end); a stop signal is sent again afterwards.
 */
#ifndef PTJAIL_TRACER_REMOTE_H
#define PTJAIL_TRACER_REMOTE_H

#include "tracer/tracee.h"
#include "util/compiler.h"

/* Where a stopped tracee makes the next call: regs_again(). */
uint64_t remote_place(const struct tracee *tracee);

/*
 * At an entry stop that follows regs_again(): whether the call is the one that was meant.
 * RACE: between, an instruction of the gate's was executed, from which a restartable sequence
 * of the guest's may have led away. Else the process is killed (which skips the call): -ESRCH.
 */
int remote_check_entry(const struct tracee *tracee, long sysno, const uint64_t args[6]) MUST_CHECK;

/* As a remote call does: until the next resume. -ESRCH. */
int remote_block_signals(struct tracee *tracee) MUST_CHECK;

/* *ret_result: what the kernel answered (value or -errno). -ESRCH: the tracee is gone. */
int remote_call(struct tracee *tracee, long sysno, const uint64_t args[6],
		long *ret_result) MUST_CHECK;

/*
 * After a remote call: the tracee comes to a signal-delivery stop, that of the fault behind the
 * call, its signal mask its own again. Whoever asks gives it the signal that it shall have
 * (PTRACE_SETSIGINFO) and its registers. -ESRCH: it is gone.
 */
int remote_fault(struct tracee *tracee) MUST_CHECK;

#endif
