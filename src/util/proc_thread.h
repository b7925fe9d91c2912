/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the host's own /proc tells of one thread. Everything is as of some moment of the call: who
 * draws conclusions must hold the thread, or bear that it did something else since.
 */
#ifndef PTJAIL_UTIL_PROC_THREAD_H
#define PTJAIL_UTIL_PROC_THREAD_H

#include <stdbool.h>
#include <sys/types.h>

/* No call: it may run, or could not be looked at. */
#define PROC_THREAD_AWAKE (-2L)

struct proc_thread {
	char state; /* 'R', 'S', 'D', 't', 'Z' and so on, as proc_pid_stat(5) has them */
	pid_t parent;
	unsigned long user_ticks; /* of the thread alone, in 1/sysconf(_SC_CLK_TCK) s */
	unsigned long system_ticks;
};

/* False: it is gone, or could not be looked at; all is 0 then. */
bool proc_thread_read(pid_t tid, struct proc_thread *ret_thread);

/* Its state; '\0': it is gone, or could not be looked at. */
char proc_thread_state(pid_t tid);

/*
 * The number of the call that it sleeps in; -1: it sleeps in none (a fault); PROC_THREAD_AWAKE.
 * KERNEL: proc_pid_syscall(): it was off the processor all the while it was looked at. Needs the
 * right to trace it.
 */
long proc_thread_call(pid_t tid);

/* Whether it sleeps in that function of the kernel (/proc/TID/wchan, proc_pid_wchan()). */
bool proc_thread_sleeps_in(pid_t tid, const char *function);

#endif
