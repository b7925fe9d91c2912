/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See limit_report.h. Each sentence names its option and the amount that was given. */
#include "cli/limit_report.h"

#include "cli/quantity.h"

static char *say(TALLOC_CTX *ctx, const char *before, char *amount, const char *after)
{
	char *sentence = amount == NULL ? NULL
					: talloc_asprintf(ctx, "%s %s %s", before, amount, after);

	talloc_free(amount);
	return sentence;
}

char *limit_report_explain(TALLOC_CTX *ctx, enum limit_report_kind kind,
			   const struct options_limits *limits)
{
	switch (kind) {
	case LIMIT_REPORT_TIME:
		return say(ctx, "time is up: the program ran for",
			   quantity_print_time(ctx, limits->time),
			   "(--time) and was killed with all that it started");
	case LIMIT_REPORT_CPU:
		return say(
			ctx, "processor time is used up: the program and all that it started took",
			quantity_print_time(ctx, limits->cpu), "together (--cpu) and were killed");
	case LIMIT_REPORT_MEMORY:
		return say(ctx,
			   "memory is used up: the program and all that it started had more than",
			   quantity_print_size(ctx, limits->memory),
			   "together (--memory) and were killed");
	case LIMIT_REPORT_OUTPUT:
		return say(ctx, "too much output: a file was to grow beyond",
			   quantity_print_size(ctx, limits->output),
			   "(--output), so the program was killed with all that it started");
	case LIMIT_REPORT_PROCESSES:
		return say(ctx, "too many processes: the program and its own were more than",
			   talloc_asprintf(ctx, "%u", limits->processes),
			   "at once (--processes) and were killed");
	case LIMIT_REPORT_FILES:
		return say(ctx, "too many open files: a process was to have more than",
			   talloc_asprintf(ctx, "%u", limits->files),
			   "(--files), so the program was killed with all that it started");
	}
	return NULL;
}

char *limit_report_refused(TALLOC_CTX *ctx, uint64_t refused, unsigned int processes)
{
	char *many = refused == 1 ? talloc_strdup(ctx, "one new process or thread was")
				  : talloc_asprintf(ctx, "%llu new processes or threads were",
						    (unsigned long long)refused);

	if (many == NULL)
		return NULL;
	return talloc_asprintf(ctx, "%s refused: --processes %u allows no more at once", many,
			       processes);
}

char *limit_report_unborn(TALLOC_CTX *ctx, uint64_t count)
{
	return talloc_asprintf(
		ctx,
		"%llu times there was no memory to follow a new process or thread, and "
		"it was killed with whoever started it; raise the limits of ptjail "
		"itself (ulimit -v, ulimit -n)",
		(unsigned long long)count);
}
