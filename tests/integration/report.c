/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Judges runs against the native one and tells the result: TAP lines, one line on the terminal
 * for each failure, and a unified diff of it in the log. Knows nothing of starting programs.
 */
#include "run_guests.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_SKIP = 77, EXIT_PREPARING = 99, EXIT_SETUP = 125 };

static const char *const oracle_names[] = {
	[ORACLE_CHROOT] = "chroot",
	[ORACLE_USERNS] = "userns",
	[ORACLE_HOST] = "host",
};

const char *oracle_name(enum oracle oracle)
{
	return oracle_names[oracle];
}

/* The reason why `guest` may be skipped in `mode`, or NULL. */
const char *report_skip_reason(const struct report *report, const char *guest, const char *mode)
{
	static char line[512];
	char name[128], which[64];
	FILE *file = fopen(report->skips, "r");
	const char *reason = NULL;
	int at = 0;

	while (file && !reason && fgets(line, sizeof(line), file)) {
		if (line[0] == '#' || sscanf(line, "%127s %63s %n", name, which, &at) < 2)
			continue;
		line[strcspn(line, "\n")] = '\0';
		if (!fnmatch(name, guest, 0) && !strcmp(which, mode))
			reason = line + at;
	}
	if (file)
		fclose(file);
	return reason;
}

static void say_passed(struct report *report, const struct run *run)
{
	report->passed++;
	fprintf(report->tap, "ok - guest %s [%s]\n", run->guest, run->mode->name);
}

void report_skipped(struct report *report, const struct run *run, const char *reason)
{
	report->skipped++;
	fprintf(report->tap, "ok - guest %s [%s] # SKIP %s\n", run->guest, run->mode->name, reason);
}

void report_failed(struct report *report, const struct run *run, const char *why)
{
	report->failed++;
	fprintf(report->tap, "not ok - guest %s [%s] %s\n", run->guest, run->mode->name, why);
	printf("FAIL %s [%s] %s\n", run->guest, run->mode->name, why);
}

static void put_text(const char *path, const struct run *run)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return;
	fwrite(run->text, 1, run->size, file);
	fprintf(file, "(exit status %d%s)\n", run->code, run->timed_out ? ", time is up" : "");
	fclose(file);
}

/* A unified diff of the two runs into the log, with what the jailed one said to stderr. */
static void log_difference(struct report *report, const struct run *native, const struct run *run)
{
	char directory[] = "/tmp/run-guests.XXXXXX", left[64], right[64], command[512], line[4096];
	FILE *diff;

	if (!mkdtemp(directory))
		return;
	snprintf(left, sizeof(left), "%s/native", directory);
	snprintf(right, sizeof(right), "%s/jailed", directory);
	put_text(left, native);
	put_text(right, run);
	fprintf(report->log, "=== %s [%s]\n", run->guest, run->mode->name);
	snprintf(command, sizeof(command), "diff -a -u --label native --label '%s' %s %s",
		 run->mode->name, left, right);
	diff = popen(command, "r");
	while (diff && fgets(line, sizeof(line), diff))
		fputs(line, report->log);
	if (diff)
		pclose(diff);
	if (run->error_size)
		fprintf(report->log, "stderr: %.*s\n", (int)run->error_size, run->error_text);
	fflush(report->log);
	unlink(left);
	unlink(right);
	rmdir(directory);
}

/* The first line in which two texts differ, for the one line of a failure. */
static void first_difference(const struct run *native, const struct run *run, char *why,
			     size_t size)
{
	const char *a = native->text, *b = run->text, *line = a, *other = b;

	for (; *a && *a == *b; a++, b++)
		if (*a == '\n') {
			line = a + 1;
			other = b + 1;
		}
	snprintf(why, size, "native \"%.*s\" jailed \"%.*s\"",
		 (int)strcspn(line, "\n") > 70 ? 70 : (int)strcspn(line, "\n"), line,
		 (int)strcspn(other, "\n") > 70 ? 70 : (int)strcspn(other, "\n"), other);
}

void report_compare(struct report *report, const struct run *native, const struct run *run)
{
	bool same_text = native->size == run->size && !memcmp(native->text, run->text, run->size);
	char why[512];

	if (same_text && native->code == run->code && !run->timed_out) {
		say_passed(report, run);
		return;
	}
	log_difference(report, native, run);
	if (run->timed_out)
		snprintf(why, sizeof(why), "time is up");
	else if (same_text)
		snprintf(why, sizeof(why), "exit status %d instead of %d", run->code, native->code);
	else
		first_difference(native, run, why, sizeof(why));
	report_failed(report, run, why);
}

/* What the native run came to decides whether the others are worth starting. */
bool report_judge_native(const struct setting *setting, struct report *report,
			 const struct run *native)
{
	const char *reason = report_skip_reason(report, native->guest,
						oracle_name(setting->oracle));

	if (!reason && native->code == EXIT_SKIP)
		reason = report_skip_reason(report, native->guest, "native");
	if (reason) {
		report_skipped(report, native, reason);
		return false;
	}
	if (native->timed_out || native->code == EXIT_SKIP || native->code == EXIT_PREPARING ||
	    native->code == EXIT_SETUP || !native->size) {
		fprintf(report->log, "=== %s [native]\n%s(exit status %d)\nstderr: %s\n",
			native->guest, native->text, native->code, native->error_text);
		report_failed(report, native,
			      native->timed_out ? "time is up" : "cannot run natively");
		return false;
	}
	return true;
}
