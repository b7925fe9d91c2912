/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a faked root set of a thread's scheduling and the host refused to ptjail's user: it has
 * no effect, but whoever asks is told of it, and children inherit it, as on Linux.
 */
#ifndef PTJAIL_SYSCALL_SCHEDULING_H
#define PTJAIL_SYSCALL_SCHEDULING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/compiler.h"

struct call;
struct outcome;

/* KERNEL: struct sched_attr, as of its first version. */
struct scheduling_attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

/* Each part is told only where it is known: elsewhere the kernel's own holds. */
struct scheduling {
	bool nice_known, policy_known, io_known;
	int nice;
	int io;
	struct scheduling_attr attr; /* of the policy, but for `nice` */
};

/* proc(5): fields of /proc/PID/stat, by their numbers */
enum stat_field {
	STAT_STATE = 3,
	STAT_PRIORITY = 18,
	STAT_NICE = 19,
	STAT_VSIZE = 23,
	STAT_RT_PRIORITY = 40,
	STAT_POLICY = 41,
};

/* What field `field` tells of it; false: what the kernel says. */
bool scheduling_stat(const struct scheduling *scheduling, int field, long *ret_value) MUST_CHECK;

/* What a child of such a thread gets. KERNEL: sched_fork(). */
struct scheduling scheduling_inherited(const struct scheduling *from);

/*
 * A call that sets something of thread `pid` (0: the caller) came to `result` on the host; answers
 * what the guest sees, and keeps in mind what it was told.
 */
long scheduling_set(struct call *call, pid_t pid, long result) MUST_CHECK;

/* The same of a call that asks for something of `pid`. */
long scheduling_told(struct call *call, pid_t pid, long result) MUST_CHECK;

/* Both, for `outcome` of a call that names a single thread. */
struct outcome scheduling_outcome(struct call *call, pid_t pid, struct outcome outcome) MUST_CHECK;

#endif
