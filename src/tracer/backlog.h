/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Wait statuses that were collected and not handled yet, in order of arrival. Everything
 * pending is collected before anything is resumed, as long as more than one is: waitpid(-1)
 * alone favours whoever stopped last, and starves the rest (SECURITY.md). A look that finds
 * nobody else spares the next eight, so that one is ahead of another by eight stops at most.
 */
#ifndef PTJAIL_TRACER_BACKLOG_H
#define PTJAIL_TRACER_BACKLOG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

struct backlog;
struct rusage;

int backlog_new(TALLOC_CTX *ctx, struct backlog **ret_backlog) MUST_CHECK;
int backlog_push(struct backlog *backlog, pid_t tid, int status) MUST_CHECK;
/*
 * From now on `ended` is called for every thread that has ended, before it is reaped: its
 * number is still its own. `usage` is wait's: the thread's whole process and the children
 * that this has waited for. Costs one more call at each wait.
 */
void backlog_watch_ends(struct backlog *backlog,
			void (*ended)(void *data, pid_t tid, const struct rusage *usage),
			void *data);

/*
 * KERNEL: do_wait(): a wait for all looks at one after the other until it finds one that has
 * stopped: where thousands have, that is millions of looks. Who is waited for by number (5.13) is
 * looked at alone. So where what is pending has taken `spent` nanoseconds so far, `each` is asked,
 * now and then: 1: it has called backlog_take() for all who are known; 0: that would take longer.
 */
typedef int backlog_each(void *data, struct backlog *backlog, uint64_t spent);
void backlog_know(struct backlog *backlog, backlog_each *each, void *data);
/* What `tid` has to tell, if it has; and if it is there. */
int backlog_take(struct backlog *backlog, pid_t tid) MUST_CHECK;

/* As waitpid(pid, ret_status, __WALL | options), but for the watching. */
pid_t backlog_wait(struct backlog *backlog, pid_t pid, int options, int *ret_status);

/* Whether `tid` has ended and was reaped, which is still to be handled: its number is free. */
bool backlog_has_end(const struct backlog *backlog, pid_t tid);

bool backlog_pop(struct backlog *backlog, pid_t *ret_tid, int *ret_status);

/*
 * Fills the backlog: waits for one stop or end if it is empty, and takes what else is pending
 * (`alone`: there is one tracee, so nothing can be). -ECHILD: nobody is left; -EINTR: a
 * signal handler ran first.
 */
int backlog_collect(struct backlog *backlog, bool alone) MUST_CHECK;

/* Takes what is pending now; `pauses`: after a millisecond, for a call waits for a free slot. */
int backlog_poll(struct backlog *backlog, bool pauses) MUST_CHECK;

#endif
