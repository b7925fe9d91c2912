/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The files that a run writes (outputs.h). Never opens anything inside of the jail.
 */
#include "run/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/policy_load.h"
#include "cli/report.h"
#include "run/complain.h"
#include "run/sink.h"
#include "syscall/run_report.h"

static bool is_below(const char *path, const char *directory)
{
	return strncmp(path, directory, strlen(directory)) == 0;
}

/*
 * An earlier run may have been able to write where the file shall lie: what it left there is not
 * followed. /dev/stderr and /dev/fd/3 are links, too.
 */
static int open_output(const char *path)
{
	int follow = is_below(path, "/dev/") || is_below(path, "/proc/") ? 0 : O_NOFOLLOW;

	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC | follow, 0666);
}

FILE *outputs_open_file(const char *path)
{
	int fd = open_output(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (file == NULL && fd >= 0)
		(void)close(fd);
	return file;
}

/* Lines that are written while the jail runs; without a name, to standard error. */
static FILE *open_lines(const char *path, bool each)
{
	int fd = path != NULL ? open_output(path) : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	FILE *file = fd < 0 ? NULL : sink_open(fd);

	if (file != NULL && each)
		(void)setvbuf(file, NULL, _IOLBF, 0);
	return file;
}

FILE *outputs_open_trace(const struct options *options)
{
	return options->trace ? open_lines(options->trace_file, options->trace_file == NULL) : NULL;
}

static int close_lines(TALLOC_CTX *ctx, FILE *file, const char *option, const char *path)
{
	/* Who reads no more wanted no more; nor can standard error be complained to of itself. */
	if (file == NULL || fclose(file) == 0 || errno == EPIPE || path == NULL)
		return 0;
	return complain_file(ctx, option, path, errno);
}

int outputs_finish_trace(TALLOC_CTX *ctx, const struct options *options, FILE *file, int status)
{
	int closed = close_lines(ctx, file, "--trace", options->trace_file);

	return status == 0 ? closed : status;
}

int outputs_open_policy(TALLOC_CTX *ctx, const struct options *options, struct setup *setup)
{
	char *error;
	int status = policy_load(ctx, options, &setup->policy, &error);

	if (status < 0)
		return complain(ctx, REPORT_OPTIONS, status,
				error == NULL ? "out of memory" : error, NULL);
	if (options->audit && (setup->audit = open_lines(options->audit_file, true)) == NULL)
		return complain_file(ctx, "--audit", options->audit_file, errno);
	if (options->learn_file != NULL) {
		setup->learned = policy_learned_new(ctx);
		setup->learn_to = outputs_open_file(options->learn_file);
		if (setup->learn_to == NULL)
			return complain_file(ctx, "--learn", options->learn_file, errno);
		if (setup->learned == NULL)
			return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	}
	return 0;
}

int outputs_finish_policy(TALLOC_CTX *ctx, const struct options *options, const struct setup *setup)
{
	int audited = close_lines(ctx, setup->audit, "--audit", options->audit_file);
	const char *text;
	bool written;

	if (setup->learn_to == NULL)
		return audited;
	text = policy_learned_text(ctx, setup->learned);
	written = text != NULL && fputs(text, setup->learn_to) >= 0;
	if (fclose(setup->learn_to) == 0 && written)
		return audited;
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
