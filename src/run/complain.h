/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Says on standard error, in one sentence each, what went wrong. Every function answers the
 * exit status that goes with it.
 */
#ifndef PTJAIL_RUN_COMPLAIN_H
#define PTJAIL_RUN_COMPLAIN_H

#include <stdio.h>
#include <stddef.h>
#include <talloc.h>

#include "cli/limit_report.h"
#include "cli/options.h"
#include "cli/report.h"
#include "syscall/jail.h"
#include "syscall/setup.h"
#include "tracer/launch.h"

/*
 * NULL: there was no memory for one. Members may have filled what it goes to, and nobody reads it:
 * waited for no longer than a sink waits (run/sink.h).
 */
void complain_say(const char *sentence);

/* Standard error as a sink, for more than a sentence; to be closed. NULL: there is none. */
FILE *complain_stream(void);

/* `error` is an errno, of either sign; subject and rootfs as report_explain() wants them. */
int complain(TALLOC_CTX *ctx, enum report_stage stage, int error, const char *subject,
	     const char *rootfs);

/* setup_jail() failed; `culprit` is the host end of the bind that did, NULL if none did. */
int complain_setup(TALLOC_CTX *ctx, const struct options *options, enum setup_stage stage,
		   const char *culprit, int error);

/* The program never ran: the shell's statuses 126 and 127. */
int complain_launch(TALLOC_CTX *ctx, const struct jail *jail, const struct options *options,
		    const char *program, enum launch_step step, int error);

/* A limit ended the run. */
int complain_limit(TALLOC_CTX *ctx, const struct options *options, enum limit_report_kind kind);

/* The file of an option such as "--report" cannot be written; NULL: standard error. */
int complain_file(TALLOC_CTX *ctx, const char *option, const char *path, int error);

#endif
