/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The files that a run writes for its user: trace, audit, learned policy, report. */
#ifndef PTJAIL_RUN_OUTPUTS_H
#define PTJAIL_RUN_OUTPUTS_H

#include <stdbool.h>
#include <stdio.h>
#include <talloc.h>

#include "cli/options.h"
#include "syscall/jail.h"
#include "syscall/setup.h"

/* A file that the user named, emptied; NULL: see errno. ELOOP: a symbolic link has that name. */
FILE *outputs_open_file(const char *path);

/* The sink of --trace, which the caller closes; NULL: not asked for, or errno is set. */
FILE *outputs_open_trace(const struct options *options);

/* Closes it (NULL: there is none). Answers `status`, or another one, having complained. */
int outputs_finish_trace(TALLOC_CTX *ctx, const struct options *options, FILE *file, int status);

/* The policy and its files, into `setup`: 0, or the exit status, having complained. */
int outputs_open_policy(TALLOC_CTX *ctx, const struct options *options, struct setup *setup);

/* Writes and closes what outputs_open_policy() opened: as that one. */
int outputs_finish_policy(TALLOC_CTX *ctx, const struct options *options,
			  const struct setup *setup);

/*
 * Writes --report to `file` (NULL: not asked for) and closes it; `jail` as run_report_write()
 * wants it. Answers `status`, or another one, having complained.
 */
int outputs_finish_report(TALLOC_CTX *ctx, const struct options *options, FILE *file,
			  const struct jail *jail, bool ran, int status);

#endif
