/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Keeps members out of the spool (util/spool.h), where what ptjail does by name is done in
 * trust: first it is made where nothing of the host's is shown, else a rule hides it.
 */
#ifndef PTJAIL_SYSCALL_SPOOL_GUARD_H
#define PTJAIL_SYSCALL_SPOOL_GUARD_H

#include "syscall/setup.h"
#include "util/compiler.h"
#include "util/spool.h"

/* As spool_create(), away from the root directory and the binds if that can be. */
int spool_guard_create(struct jail *jail, const struct setup *setup,
		       struct spool **ret_spool) MUST_CHECK;

/*
 * With all mounts in place: adds to *policy, which is made if it is NULL, a rule for each of them
 * that shows the spool. 0 or -errno.
 */
int spool_guard_hide(struct jail *jail, struct policy **policy) MUST_CHECK;

#endif
