/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The files that a run writes (outputs.h). Never opens anything inside of the jail.
 */
#include "run/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/policy_load.h"
#include "cli/report.h"
#include "run/complain.h"
#include "syscall/run_report.h"

static int fd_of(const void *cookie)
{
	return (int)(intptr_t)cookie;
}

/*
 * Members have the same open file for standard error, and may set O_NONBLOCK on it and fill it: no
 * line is lost by that.
 */
static ssize_t write_all(void *cookie, const char *text, size_t size)
{
	size_t done = 0;

	while (done < size) {
		struct pollfd waited = { .fd = fd_of(cookie), .events = POLLOUT };
		ssize_t written = write(waited.fd, text + done, size - done);

		if (written >= 0)
			done += (size_t)written;
		else if (errno == EAGAIN)
			(void)!poll(&waited, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return (ssize_t)done;
}

static int close_all(void *cookie)
{
	return close(fd_of(cookie));
}

/* Standard error, a line at a time. */
static FILE *open_error(void)
{
	static const cookie_io_functions_t functions = { .write = write_all, .close = close_all };
	int fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	FILE *file = fd < 0 ? NULL : fopencookie((void *)(intptr_t)fd, "w", functions);

	if (file == NULL && fd >= 0)
		(void)close(fd);
	return file;
}

static bool is_below(const char *path, const char *directory)
{
	return strncmp(path, directory, strlen(directory)) == 0;
}

/*
 * An earlier run may have been able to write where the file shall lie: what it left there is not
 * followed. /dev/stderr and /dev/fd/3 are links, too.
 */
FILE *outputs_open_file(const char *path)
{
	int follow = is_below(path, "/dev/") || is_below(path, "/proc/") ? 0 : O_NOFOLLOW;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC | follow, 0666);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (file == NULL && fd >= 0)
		(void)close(fd);
	return file;
}

FILE *outputs_open_trace(const struct options *options)
{
	FILE *file;

	if (!options->trace)
		return NULL;
	if (options->trace_file != NULL)
		return outputs_open_file(options->trace_file);
	file = open_error();
	if (file != NULL)
		(void)setvbuf(file, NULL, _IOLBF, 0);
	return file;
}

static FILE *open_audit(const struct options *options)
{
	FILE *file = options->audit_file != NULL ? outputs_open_file(options->audit_file)
						 : open_error();

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
