/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Parses the command line and does what it asks for. What a run is lies in src/run.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/doctor.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/report.h"
#include "run/complain.h"
#include "run/run.h"
#include "run/signals.h"
#include "syscall/list.h"

/* `error`: an errno, or 0. */
static int end_of_output(TALLOC_CTX *ctx, int error)
{
	if (error == 0 && fflush(stdout) != 0)
		error = errno;
	/* Who has stopped reading wants to hear no more. */
	if (error != 0 && error != EPIPE)
		complain_say(
			talloc_asprintf(ctx, "standard output takes no text: %s", strerror(error)));
	return error == 0 ? 0 : REPORT_EXIT_FAILURE;
}

static int print_text(TALLOC_CTX *ctx, const char *text)
{
	if (text == NULL)
		return REPORT_EXIT_FAILURE;
	return end_of_output(ctx, fputs(text, stdout) < 0 ? errno : 0);
}

int main(int argc, char **argv)
{
	TALLOC_CTX *ctx = talloc_named_const(NULL, 0, "ptjail");
	struct options *options;
	const char *warning;
	char *error;
	bool usable;
	int status = EXIT_FAILURE;
	int killed_by = 0;

	if (ctx == NULL)
		return REPORT_EXIT_FAILURE;
	if (options_parse(ctx, argc, argv, &options, &error) < 0) {
		status = complain(ctx, REPORT_OPTIONS, EINVAL, error, NULL);
		talloc_free(ctx);
		return status;
	}
	switch (options->action) {
	case OPTIONS_HELP:
		status = print_text(ctx, help_text(ctx, options->help_topic));
		break;
	case OPTIONS_VERSION:
		status = print_text(ctx, help_version(ctx));
		break;
	case OPTIONS_LIST_SYSCALLS:
		status = end_of_output(ctx, -list_print(stdout));
		break;
	case OPTIONS_DOCTOR:
		status = print_text(ctx, doctor_examine(ctx, &usable));
		if (status == 0 && !usable)
			status = REPORT_EXIT_FAILURE;
		break;
	case OPTIONS_RUN:
		warning = report_privilege_warning();
		if (warning != NULL)
			fprintf(stderr, REPORT_PREFIX "%s\n", warning);
		status = run_jailed(ctx, options, &killed_by);
		break;
	}
	talloc_free(ctx);
	if (killed_by != 0)
		signals_end_by(killed_by);
	return status;
}
