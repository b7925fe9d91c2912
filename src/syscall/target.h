/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls that name another thread, process or group by number. Whoever is no member of the
 * jail does not exist for a guest (SECURITY.md E23, E25): ESRCH, but for two (target_is_known).
 *
 * A number can be trusted only while the tracer holds it: a tracee's pid stays reserved until
 * the tracer has waited for it, and the tracer waits for nobody while it handles a stop, but
 * for the caller, and for its siblings when that has ended. Who was reaped before that, and
 * whose end is only still to be handled, is no member any more. Once the caller is let go,
 * however, it may be kept from running for long (idle priority, a busy processor), the member
 * it named may end and be reaped, and the number may come to mean a process outside. So a call
 * on another process is made *held*: as a remote call, over before the tracer looks at
 * anything else. The caller's own process and thread cannot end while they make a call: those
 * forms may run natively.
 */
#ifndef PTJAIL_SYSCALL_TARGET_H
#define PTJAIL_SYSCALL_TARGET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "syscall/call.h"

enum target_kind {
	TARGET_NONE,   /* nobody that a guest may know of */
	TARGET_SELF,   /* the calling thread, or its process by the leader's number */
	TARGET_OWN,    /* another thread of the calling process */
	TARGET_MEMBER, /* a thread of another member process */
	TARGET_ZOMBIE, /* ended, and not yet waited for by its parent, a member */
};

/* KERNEL: include/linux/threads.h PID_MAX_LIMIT: pids end at 2^22. */
#define PID_OF_NOBODY ((uint64_t)INT32_MAX)

/* What thread or process number `pid` (> 0) is to this caller. */
enum target_kind target_find(const struct call *call, pid_t pid);

/* The parent of process `pid`, which the tracer holds; 0: it is gone. */
pid_t target_parent(pid_t pid);

/*
 * No target (TARGET_NONE), and known to be there all the same: ptjail itself, whose number
 * getppid() tells the first program, and process 1, which no Linux is without. Of both the group
 * may be asked, and how they are scheduled; what would change either is EPERM. Neither number comes
 * to mean another process while the jail runs.
 */
bool target_is_known(pid_t pid);

/* Runs the guest's call as it stands, held. */
struct outcome target_run_held(struct call *call) MUST_CHECK;

/* Runs `id` with these arguments in the caller's name, held. */
struct outcome target_call_held(struct call *call, enum call_id id,
				const uint64_t args[6]) MUST_CHECK;

/*
 * The guest's call as it stands, but for `argument`, which names nobody that a guest may know of,
 * and then names nobody at all: ESRCH, or what the kernel finds wrong with the call before.
 */
struct outcome target_ask_nobody(struct call *call, unsigned int argument) MUST_CHECK;

/*
 * The outcome of a call whose only way out is the pid at `argument`: native on the caller itself,
 * held on other members; on anybody else as target_ask_nobody. On who is known EPERM, but
 * for looks (`only_looks`): native.
 */
struct outcome target_outcome(struct call *call, unsigned int argument, bool only_looks) MUST_CHECK;

/*
 * Whether faked ids keep the caller from changing how member `pid` is scheduled, or from its
 * limits: EPERM. False without fake root, and on whom it is no question of (no member).
 */
bool target_is_refused_scheduling(const struct call *call, pid_t pid);
/* ioprio_set */
bool target_is_refused_io(const struct call *call, pid_t pid);
bool target_is_refused_limits(const struct call *call, pid_t pid);

/*
 * The outcome of a call on `pid` (0: the caller, or a group) that the host refuses (EPERM,
 * EACCES) to ptjail's user, and that Linux grants to who has capability `cap`: with faked
 * credentials that have it, it is reported as done; never on ptjail itself. `outcome` is what
 * would be answered else.
 */
struct outcome target_excuse(struct call *call, pid_t pid, struct outcome outcome,
			     unsigned int cap) MUST_CHECK;

/* Which members a group form of kill, setpriority, ioprio_set means. */
enum target_scope {
	SCOPE_GROUP, /* process group `pgid` */
	SCOPE_ALL,   /* all members: kill(-1), PRIO_USER */
};

struct target_list {
	pid_t *pids;
	size_t count;
};

/* `threads`: thread numbers of all threads, else process numbers only. -ENOMEM. */
int target_collect(struct call *call, enum target_scope scope, pid_t pgid, bool threads,
		   struct target_list *ret_list) MUST_CHECK;

/* Whether some member, running or a zombie, is in process group `pgid`. */
bool target_group_exists(struct call *call, pid_t pgid);

/*
 * Whether process group `pgid` holds members only. ptjail's own group may hold the rest of
 * a host shell's pipeline; every other group that a member is in was made by a member.
 */
bool target_group_is_private(struct call *call, pid_t pgid);

#endif
