/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The files that a run writes (outputs.h). Never opens anything inside of the jail.
 */
#include "run/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/policy_load.h"
#include "cli/report.h"
#include "run/complain.h"
#include "syscall/run_report.h"

FILE *outputs_open_trace(const struct options *options)
{
	FILE *file;

	if (!options->trace)
		return NULL;
	if (options->trace_file != NULL)
		return fopen(options->trace_file, "we");
	file = fdopen(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), "w");
	if (file != NULL)
		(void)setvbuf(file, NULL, _IOLBF, 0);
	return file;
}

static FILE *open_audit(const struct options *options)
{
	FILE *file = options->audit_file != NULL
			     ? fopen(options->audit_file, "we")
			     : fdopen(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), "w");

	if (file != NULL)
		(void)setvbuf(file, NULL, _IOLBF, 0);
	return file;
}

int outputs_open_policy(TALLOC_CTX *ctx, const struct options *options, struct setup *setup)
{
	char *error;
	int status = policy_load(ctx, options, &setup->policy, &error);

	if (status < 0)
		return complain(ctx, REPORT_OPTIONS, status,
				error == NULL ? "out of memory" : error, NULL);
	if (options->audit && (setup->audit = open_audit(options)) == NULL)
		return complain_file(ctx, "--audit", options->audit_file, errno);
	if (options->learn_file != NULL) {
		setup->learned = policy_learned_new(ctx);
		setup->learn_to = fopen(options->learn_file, "we");
		if (setup->learn_to == NULL)
			return complain_file(ctx, "--learn", options->learn_file, errno);
		if (setup->learned == NULL)
			return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	}
	return 0;
}

int outputs_finish_policy(TALLOC_CTX *ctx, const struct options *options, const struct setup *setup)
{
	const char *text;
	bool written;

	if (setup->audit != NULL)
		(void)fclose(setup->audit);
	if (setup->learn_to == NULL)
		return 0;
	text = policy_learned_text(ctx, setup->learned);
	written = text != NULL && fputs(text, setup->learn_to) >= 0;
	if (fclose(setup->learn_to) == 0 && written)
		return 0;
	return complain_file(ctx, "--learn", options->learn_file, errno);
}

int outputs_finish_report(TALLOC_CTX *ctx, const struct options *options, FILE *file,
			  const struct jail *jail, bool ran, int status)
{
	int error;

	if (file == NULL)
		return status;
	error = run_report_write(jail, ran, status, file);
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	return error == 0 ? status : complain_file(ctx, "--report", options->report_file, -error);
}
