/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Plan, do, conclude: from options to a jail, and from its end to an exit status (run.h).
 */
#include "run/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/limit_report.h"
#include "cli/report.h"
#include "run/complain.h"
#include "run/outputs.h"
#include "run/places.h"
#include "run/signals.h"
#include "run/state.h"
#include "syscall/setup.h"
#include "syscall/statistics.h"
#include "syscall/unknown.h"
#include "tracer/launch.h"
#include "tracer/terminal.h"
#include "util/fd.h"

extern char **environ;

/* 0-2 stay as they are; a directory among them would be a way out (SECURITY.md E43). */
static int check_standard_fds(TALLOC_CTX *ctx, bool *ret_ok)
{
	static const char *const names[] = { "standard input", "standard output",
					     "standard error" };

	*ret_ok = true;
	for (int fd = 0; fd <= 2; fd++) {
		struct stat info;

		if (fstat(fd, &info) < 0) {
			/* Closed: the numbers must not be taken by what we open. */
			if (open("/dev/null", O_RDWR) >= 0)
				continue;
			*ret_ok = false;
			return complain(ctx, REPORT_STANDARD_FD, errno, names[fd], NULL);
		} else if (S_ISDIR(info.st_mode)) {
			*ret_ok = false;
			return complain(ctx, REPORT_STANDARD_FD, EISDIR, names[fd], NULL);
		}
	}
	return 0;
}

static void print_unknown(long number, uint64_t count, void *data)
{
	fprintf(data, REPORT_PREFIX "system call %ld is not known here: refused %llu times\n",
		number, (unsigned long long)count);
}

static void print_counts(const struct options *options, const struct jail *jail)
{
	FILE *stream = options->verbose > 0 || options->stats ? complain_stream() : NULL;

	if (stream == NULL)
		return;
	if (options->verbose > 0)
		unknown_each(jail, print_unknown, stream);
	if (options->stats)
		statistics_print(jail, stream);
	(void)fclose(stream);
}

/* "sh" alone: the guest's shell, called as a shell. */
static char *const *program_of(const struct options *options, char **envp)
{
	static char default_shell[] = "/bin/sh";
	static char *argv[] = { default_shell, NULL };

	(void)envp;
	return options->argv[0] != NULL ? options->argv : argv;
}

/* The program ran and ended: how. */
static int conclude(TALLOC_CTX *ctx, const struct options *options, const struct jail *jail,
		    int *ret_killed_by)
{
	uint64_t refused = limits_figures(jail->limits).refused;

	switch (limits_reached(jail->limits)) {
	case LIMITS_TIME:
		return complain_limit(ctx, options, LIMIT_REPORT_TIME);
	case LIMITS_CPU:
		return complain_limit(ctx, options, LIMIT_REPORT_CPU);
	case LIMITS_MEMORY:
		return complain_limit(ctx, options, LIMIT_REPORT_MEMORY);
	case LIMITS_OUTPUT:
		return complain_limit(ctx, options, LIMIT_REPORT_OUTPUT);
	case LIMITS_PROCESSES:
		return complain_limit(ctx, options, LIMIT_REPORT_PROCESSES);
	case LIMITS_FILES:
		return complain_limit(ctx, options, LIMIT_REPORT_FILES);
	case LIMITS_NONE:
		break;
	}
	if (jail->engine->births_failed > 0)
		complain_say(limit_report_unborn(ctx, jail->engine->births_failed));
	if (refused > 0)
		complain_say(limit_report_refused(ctx, refused, options->limits.processes));
	if (WIFSIGNALED(jail->engine->main_status))
		*ret_killed_by = WTERMSIG(jail->engine->main_status);
	return report_exit_status(jail->engine->main_status);
}

static int run_in(TALLOC_CTX *ctx, const struct options *options, struct jail *jail,
		  const char *cwd, bool *ret_ran, int *ret_killed_by)
{
	char **envp = options_environment(ctx, options, environ, jail->cwd_fell_back ? "/" : cwd);
	CLEANUP_FD int result_fd = -1;
	struct launch plan;
	enum launch_step step;
	int error;
	int status;

	if (envp == NULL)
		return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	setup_launch(jail, &plan);
	plan.argv = program_of(options, envp);
	plan.envp = envp;
	signals_catch(options->strict, jail->engine->terminal != NULL, &plan.signal_mask);
	status = launch(jail->engine, &plan, &result_fd);
	if (status < 0)
		return complain(ctx, status == -EPERM ? REPORT_PTRACE : REPORT_PROCESS, status,
				NULL, NULL);
	if (status == 0) {
		signals_pass_to(jail->engine->main_tid, &plan.signal_mask);
		status = engine_run(jail->engine);
	}
	if (status < 0) {
		engine_kill_all(jail->engine);
		return complain(ctx, REPORT_LOOP, status, NULL, NULL);
	}
	step = launch_result(result_fd, &error);
	if (step != LAUNCH_OK)
		return complain_launch(ctx, jail, options, plan.argv[0], step, error);
	print_counts(options, jail);
	*ret_ran = true;
	return conclude(ctx, options, jail, ret_killed_by);
}

/* Faked owners are kept whatever the program's end was. */
static int run_with_state(TALLOC_CTX *ctx, const struct options *options, struct jail *jail,
			  const char *cwd, bool *ret_ran, int *ret_killed_by)
{
	struct run_state *state;
	int status = state_begin(ctx, options, jail, &state);
	int saved;

	if (status != 0)
		return status;
	status = run_in(ctx, options, jail, cwd, ret_ran, ret_killed_by);
	saved = state_finish(state);
	return status == 0 ? saved : status;
}

static struct limits_config limits_of(const struct options *options)
{
	return (struct limits_config){
		.time = options->limits.time,
		.cpu = options->limits.cpu,
		.memory = options->limits.memory,
		.output = options->limits.output,
		.processes = options->limits.processes,
		.processes_end = options->limits.processes_end,
		.files_end = options->limits.files_end,
		.files = options->limits.files,
		.measure = options->report_file != NULL,
	};
}

static bool limits_are_wanted(const struct limits_config *limits)
{
	return limits->time != 0 || limits->cpu != 0 || limits->memory != 0 ||
	       limits->output != 0 || limits->processes != 0 || limits->files != 0 ||
	       limits->measure;
}

static struct setup setup_of(const struct options *options)
{
	return (struct setup){
		.rootfs = options->rootfs,
		.cwd = options->cwd == NULL ? "/" : options->cwd,
		.bare = options->bare,
		.emulator = options->emulator,
		.kill_on_exit = options->kill_on_exit,
		.new_session = options->strict,
		.refuse_ptrace = options->strict,
		.refuse_mounts = options->refuse_mounts,
		.fake_root = options->fake_root,
		.fake_uid = options->fake_uid,
		.fake_gid = options->fake_gid,
		.without = {
			.seccomp = (options->without & OPTIONS_WITHOUT_SECCOMP) != 0,
			.openat2 = (options->without & OPTIONS_WITHOUT_OPENAT2) != 0,
			.process_vm = (options->without & OPTIONS_WITHOUT_PROCESS_VM) != 0,
			.memfd = (options->without & OPTIONS_WITHOUT_MEMFD) != 0,
			.landlock = (options->without & OPTIONS_WITHOUT_LANDLOCK) != 0,
			.patch = (options->without & OPTIONS_WITHOUT_PATCH) != 0,
			.one_cpu = (options->without & OPTIONS_WITHOUT_ONE_CPU) != 0,
			.mseal = (options->without & OPTIONS_WITHOUT_MSEAL) != 0,
		},
	};
}

static int run_at(TALLOC_CTX *ctx, const struct options *options, struct terminal *terminal,
		  int *ret_killed_by)
{
	struct setup setup = setup_of(options);
	const struct limits_config limits = limits_of(options);
	FILE *report = NULL;
	enum setup_stage stage;
	struct jail *jail;
	size_t index = 0;
	bool ran = false;
	int finished;
	int status;

	if (!places_fill(ctx, options, &setup))
		return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	if (limits_are_wanted(&limits))
		setup.limits = &limits;
	status = outputs_open_policy(ctx, options, &setup);
	if (status != 0)
		return status;
	if (options->report_file != NULL &&
	    (report = outputs_open_file(options->report_file)) == NULL)
		return complain_file(ctx, "--report", options->report_file, errno);
	status = setup_jail(ctx, &setup, &jail, &stage, &index);
	if (status < 0) {
		status = complain_setup(ctx, options, stage,
					index < setup.bind_count ? setup.binds[index].host : NULL,
					status);
		return outputs_finish_report(ctx, options, report, NULL, false, status);
	}
	jail->engine->terminal = terminal;
	jail->trace = outputs_open_trace(options);
	if (options->trace && jail->trace == NULL)
		status = complain_file(ctx, "--trace", options->trace_file, errno);
	else
		status = run_with_state(ctx, options, jail, setup.cwd, &ran, ret_killed_by);
	status = outputs_finish_trace(ctx, options, jail->trace, status);
	status = outputs_finish_report(ctx, options, report, jail, ran, status);
	talloc_free(jail);
	finished = outputs_finish_policy(ctx, options, &setup);
	return status == 0 ? finished : status;
}

/* --strict: a terminal of the jail's own, before anything else is opened or written. */
int run_jailed(TALLOC_CTX *ctx, const struct options *options, int *ret_killed_by)
{
	struct terminal *terminal = NULL;
	bool ok;
	int status = check_standard_fds(ctx, &ok);

	*ret_killed_by = 0;
	signals_survive_sizes();
	if (!ok)
		return status;
	if (options->strict) {
		status = terminal_open(ctx, &terminal);
		if (status < 0)
			return complain(ctx, REPORT_LOOP, status,
					"making a terminal of the jail's own", NULL);
	}
	status = run_at(ctx, options, terminal, ret_killed_by);
	talloc_free(terminal);
	return status;
}
