/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --files N:kill. The kernel holds each process to N descriptors and tells nobody (RLIMIT_NOFILE,
 * EMFILE): calls that may make a descriptor stop then, so that their results are seen.
 */
#ifndef PTJAIL_SYSCALL_FILES_LIMIT_H
#define PTJAIL_SYSCALL_FILES_LIMIT_H

#include <stdbool.h>

#include "syscall/call.h"

/*
 * May the call make a descriptor, and fail for want of one? Not calls that take numbers out of
 * messages (the kernel cuts these short), nor those that say which number it is to be (EBADF).
 */
bool files_limit_concerns(enum call_id id);

/*
 * True: the filter stopped the call for its result alone. *ret_outcome: the kernel shall run it as
 * it is; or what the filter refuses it with, where nobody is told of that (refusals.h).
 */
bool files_limit_answers(const struct call *call, struct outcome *ret_outcome);

/* The guest's call has to be followed to its end, for its result. Not what the loader calls. */
bool files_limit_watches(const struct call *call);

/* Whether that is what the guest was to be told, so that the run ends (limits_reach). */
bool files_limit_is_reached(const struct call *call, long result);

#endif
