/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What is said when a limit was reached: sentences as of report.h. */
#ifndef PTJAIL_CLI_LIMIT_REPORT_H
#define PTJAIL_CLI_LIMIT_REPORT_H

#include <stdint.h>
#include <talloc.h>

#include "cli/options.h"
#include "util/compiler.h"

/* Exit status when a limit ended the run, whichever it was: that of timeout(1). */
#define LIMIT_REPORT_EXIT 124

enum limit_report_kind {
	LIMIT_REPORT_TIME,
	LIMIT_REPORT_CPU,
	LIMIT_REPORT_MEMORY,
	LIMIT_REPORT_OUTPUT,
	LIMIT_REPORT_PROCESSES,
	LIMIT_REPORT_FILES,
};

/* Child of ctx; NULL: out of memory. */
char *limit_report_explain(TALLOC_CTX *ctx, enum limit_report_kind kind,
			   const struct options_limits *limits) MUST_CHECK;

/* The same about births that were refused, `refused` of them: the run went on. */
char *limit_report_refused(TALLOC_CTX *ctx, uint64_t refused, unsigned int processes) MUST_CHECK;

/* And about those that ptjail itself had no room for, `count` of them. */
char *limit_report_unborn(TALLOC_CTX *ctx, uint64_t count) MUST_CHECK;

#endif
