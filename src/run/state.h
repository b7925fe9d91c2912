/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --state: the file that keeps faked owners between runs. Read before the program starts,
 * saved when it has ended and when ptjail gets SIGUSR1 meanwhile.
 */
#ifndef PTJAIL_RUN_STATE_H
#define PTJAIL_RUN_STATE_H

#include <talloc.h>

#include "cli/options.h"
#include "syscall/jail.h"
#include "util/compiler.h"

struct run_state;

/* 0, or the exit status, having complained. *ret_state: NULL when nothing is to be kept. */
int state_begin(TALLOC_CTX *ctx, const struct options *options, struct jail *jail,
		struct run_state **ret_state) MUST_CHECK;

/* Saves, if anything changed. 0, or the exit status, having complained. */
int state_finish(struct run_state *state) MUST_CHECK;

#endif
