/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* --report: how a run ended and what it used, as one JSON object. Reads counters only. */
#ifndef PTJAIL_SYSCALL_RUN_REPORT_H
#define PTJAIL_SYSCALL_RUN_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "syscall/jail.h"
#include "util/compiler.h"

/*
 * `jail` NULL, or `ran` false: the program never ran, or ptjail could not go on. `status`:
 * ptjail's own exit status. 0 or -errno of the stream.
 */
int run_report_write(const struct jail *jail, bool ran, int status, FILE *file) MUST_CHECK;

#endif
