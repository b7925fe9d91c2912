/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Births and execs: who is whose child, and under which number it goes on. */
#ifndef PTJAIL_TRACER_FAMILY_H
#define PTJAIL_TRACER_FAMILY_H

#include <stdbool.h>
#include <sys/types.h>

#include "tracer/engine.h"

/*
 * `parent` stands at PTRACE_EVENT_{FORK,VFORK,CLONE}: the child is claimed, the birth
 * hook runs, and if its first stop came early it is resumed.
 */
int family_on_birth(struct tracee *parent, int event) MUST_CHECK;

/*
 * PTRACE_EVENT_EXEC arrived for `tid`. KERNEL: the thread that called execve took over the
 * leader's number; its former one is the event message; all other threads are gone.
 */
int family_on_exec(struct engine *engine, pid_t tid, struct tracee **ret_tracee,
		   pid_t *ret_former_tid) MUST_CHECK;

/*
 * Whether another thread of the process is executing a program. KERNEL: de_thread() kills all
 * others at any moment and gives the caller the leader's number: what is then done to that
 * number on behalf of the leader would be done to the new program. So their stops wait.
 */
bool family_must_wait(const struct tracee *tracee);

/*
 * Whether the process has stopped behind an exec that failed too late. KERNEL: begin_new_exec():
 * the old program is gone by then, the caller may have the leader's number, and a signal is to
 * end it. Its new address space has no gate: nobody may hold it there, only its end may follow.
 */
bool family_failed_exec(const struct tracee *tracee);

/* The process `tgid` has ended. KERNEL: after all its threads; not of each it was told. */
void family_end(struct engine *engine, pid_t tgid);

/*
 * Whether it is a process's first thread that has ended, alone (exit(2), SECCOMP_RET_KILL_THREAD).
 * KERNEL: delay_group_leader(): that is told when all others were taken, however long they live on.
 */
bool family_has_ended(const struct tracee *tracee);

/* The exec is over, or the thread is: what waited for it is handled now. */
int family_end_exec(struct tracee *tracee) MUST_CHECK;

/*
 * Whether a stop may still come that tells who made this new thread. Not so when its maker was
 * killed before; whoever is its parent then, perhaps a member (PR_SET_CHILD_SUBREAPER), knows
 * nothing of it.
 */
bool family_may_be_claimed(const struct engine *engine, const struct tracee *child);

#endif
