/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Failures on standard error (complain.h). Owns the mapping from what failed in the jail to
 * what cli/report.c explains; never decides what happens next.
 */
#include "run/complain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/report_cause.h"
#include "run/sink.h"
#include "util/control.h"

FILE *complain_stream(void)
{
	int fd = dup(STDERR_FILENO);

	return fd < 0 ? NULL : sink_open(fd);
}

/*
 * TRUST: what a file in the root directory says is in some sentences (a script's interpreter, a
 * line of a state): it makes none of its own.
 */
void complain_say(const char *sentence)
{
	const char *text = sentence == NULL ? "out of memory" : sentence;
	FILE *stream = complain_stream();

	if (stream == NULL)
		return;
	(void)fputs(REPORT_PREFIX, stream);
	for (size_t i = 0; text[i] != '\0'; i++)
		(void)fputc(control_at(text, i) ? '?' : text[i], stream);
	(void)fputc('\n', stream);
	(void)fclose(stream);
}

static int complain_of(TALLOC_CTX *ctx, const struct report *report)
{
	int status = REPORT_EXIT_FAILURE;
	char *sentence = report_explain(ctx, report, &status);

	complain_say(sentence);
	return status;
}

int complain(TALLOC_CTX *ctx, enum report_stage stage, int error, const char *subject,
	     const char *rootfs)
{
	const struct report report = {
		.stage = stage, .error = error, .subject = subject, .rootfs = rootfs, .fd = -1
	};

	return complain_of(ctx, &report);
}

int complain_setup(TALLOC_CTX *ctx, const struct options *options, enum setup_stage stage,
		   const char *culprit, int error)
{
	switch (stage) {
	case SETUP_ROOTFS:
		return complain(ctx, REPORT_ROOTFS, error, options->rootfs, options->rootfs);
	case SETUP_BINDS:
		return complain(ctx, REPORT_BIND, error, culprit, options->rootfs);
	case SETUP_CWD:
		return complain(ctx, REPORT_CWD, error, options->cwd, options->rootfs);
	case SETUP_SPOOL:
		return complain(ctx, REPORT_SPOOL, error, NULL, NULL);
	case SETUP_EMULATOR:
		return complain(ctx, REPORT_EMULATOR, error, options->emulator, NULL);
	case SETUP_GATE:
		return complain(ctx, REPORT_GATE, error, NULL, NULL);
	case SETUP_FILTER:
		return complain(ctx, REPORT_SECCOMP, error, NULL, NULL);
	case SETUP_POLICY:
		return complain(ctx, REPORT_LOOP, error, "bringing the policy into the jail", NULL);
	case SETUP_PROC:
	case SETUP_MEMORY:
	case SETUP_DONE:
		break;
	}
	return complain(ctx, REPORT_LOOP, error, "starting", NULL);
}

/* What the exec itself knows better than its errno does. */
static int complain_exec(TALLOC_CTX *ctx, const struct options *options,
			 const struct exec_failure *failure, const char *program, int error)
{
	struct report report = { .stage = REPORT_PROGRAM,
				 .error = error,
				 .subject = program,
				 .rootfs = options->rootfs,
				 .fd = -1 };

	switch (failure->error == 0 ? EXEC_FAILED_PLAIN : failure->reason) {
	case EXEC_FAILED_INTERP:
		report.stage = REPORT_INTERPRETER;
		report.subject = failure->name;
		break;
	case EXEC_FAILED_ARCH: /* also of a script's interpreter */
		report.error = ELIBBAD;
		report.subject = failure->name;
		report.machine = report_machine_name(failure->machine, failure->elf_class);
		report.emulator = options->emulator;
		break;
	case EXEC_FAILED_DIRECTORY:
		report.error = EISDIR;
		break;
	case EXEC_FAILED_RULE:
		report.subject = failure->name;
		report.rule = failure->rule;
		break;
	case EXEC_FAILED_PLAIN:
	case EXEC_FAILED_NOEXEC_MOUNT:
	case EXEC_FAILED_UNREADABLE:
		break;
	}
	return complain_of(ctx, &report);
}

int complain_launch(TALLOC_CTX *ctx, const struct jail *jail, const struct options *options,
		    const char *program, enum launch_step step, int error)
{
	switch (step) {
	case LAUNCH_FILTER:
		return complain(ctx, REPORT_SECCOMP, error, NULL, NULL);
	case LAUNCH_EXEC:
		return complain_exec(ctx, options, &jail->exec_failure, program, error);
	case LAUNCH_SETUP:
	case LAUNCH_OK:
		break;
	}
	return complain(ctx, REPORT_PROCESS, error, NULL, NULL);
}

int complain_limit(TALLOC_CTX *ctx, const struct options *options, enum limit_report_kind kind)
{
	complain_say(limit_report_explain(ctx, kind, &options->limits));
	return LIMIT_REPORT_EXIT;
}

int complain_file(TALLOC_CTX *ctx, const char *option, const char *path, int error)
{
	const char *quote = path == NULL ? "" : "\"";
	const char *reason = error == ELOOP    ? "it is a symbolic link; name the file itself"
			     : error == EAGAIN ? "lines were lost, nobody read them"
					       : strerror(error);
	char *sentence = talloc_asprintf(ctx, "%s%s%s cannot be written for %s: %s", quote,
					 path == NULL ? "standard error" : path, quote, option,
					 reason);

	return complain(ctx, REPORT_OPTIONS, error, sentence, NULL);
}
