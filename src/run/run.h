/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* One run: from options to a jail, its program, and an exit status. */
#ifndef PTJAIL_RUN_RUN_H
#define PTJAIL_RUN_RUN_H

#include <talloc.h>

#include "cli/options.h"
#include "util/compiler.h"

/*
 * Answers ptjail's exit status, having said on standard error what went wrong.
 * *ret_killed_by: the signal that killed the main program; 0: none did.
 */
int run_jailed(TALLOC_CTX *ctx, const struct options *options, int *ret_killed_by) MUST_CHECK;

#endif
