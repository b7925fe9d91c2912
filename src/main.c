/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Parse, plan, do, report: wires the command line to a jail. The only file that knows all
 * folders, and the only one that prints.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "cli/help.h"
#include "cli/limit_report.h"
#include "cli/options.h"
#include "cli/policy_load.h"
#include "cli/report.h"
#include "syscall/list.h"
#include "syscall/run_report.h"
#include "syscall/setup.h"
#include "syscall/statistics.h"
#include "syscall/unknown.h"
#include "tracer/launch.h"
#include "util/fd.h"

extern char **environ;

/* The main program, for the signal handler; 0 before it runs. */
static volatile sig_atomic_t main_pid;

/* --strict: the terminal does not reach the program, so that its signals are passed on too. */
static volatile sig_atomic_t has_own_session;

/* The signal that killed the main program; 0: none did. */
static int main_killed_by;

/*
 * What somebody sends to ptjail is meant for the program. What the terminal sends
 * (SI_KERNEL) the program gets itself, being in the same process group.
 */
static void forward_signal(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	if (main_pid > 0 && (info->si_code <= 0 || has_own_session) && info->si_pid != main_pid)
		(void)kill((pid_t)main_pid, signal_number);
}

static void forward_nothing(int signal_number, siginfo_t *info, void *context)
{
	(void)signal_number;
	(void)info;
	(void)context;
}

static void catch_signals(void)
{
	static const int forwarded[] = { SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGUSR1,
					 SIGUSR2, SIGALRM, SIGCONT, SIGWINCH };
	static const int ignored[] = { SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ };
	struct sigaction action = { .sa_sigaction = forward_signal,
				    .sa_flags = SA_SIGINFO | SA_RESTART };

	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++) {
		struct sigaction old;

		/* nohup and shells' background jobs: what is ignored stays ignored. */
		if (sigaction(forwarded[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(forwarded[i], &action, NULL);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++) {
		struct sigaction old;

		/* A handler, not SIG_IGN: the launched program must not inherit that. */
		if (sigaction(ignored[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
			struct sigaction none = action;

			none.sa_sigaction = forward_nothing;
			(void)sigaction(ignored[i], &none, NULL);
		}
	}
}

static int complain(TALLOC_CTX *ctx, enum report_stage stage, int error, const char *subject,
		    const char *rootfs)
{
	struct report report = { stage, error, subject, rootfs, -1 };
	int status = REPORT_EXIT_FAILURE;
	char *sentence = report_explain(ctx, &report, &status);

	fprintf(stderr, REPORT_PREFIX "%s\n", sentence == NULL ? "out of memory" : sentence);
	return status;
}

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
			if (open("/dev/null", O_RDWR) < 0)
				continue;
		} else if (S_ISDIR(info.st_mode)) {
			*ret_ok = false;
			return complain(ctx, REPORT_STANDARD_FD, EISDIR, names[fd], NULL);
		}
	}
	return 0;
}

static struct mount_request *requests_of(TALLOC_CTX *ctx, const struct options *options)
{
	struct mount_request *requests =
		talloc_zero_array(ctx, struct mount_request, options->bind_count + 1);

	for (size_t i = 0; requests != NULL && i < options->bind_count; i++) {
		const struct options_bind *bind = &options->binds[i];

		requests[i] = (struct mount_request){
			.host = bind->host,
			.guest = bind->guest,
			.read_only = bind->read_only,
			.no_follow = bind->no_follow,
		};
	}
	return requests;
}

static int complain_setup(TALLOC_CTX *ctx, const struct options *options, enum setup_stage stage,
			  size_t index, int error)
{
	switch (stage) {
	case SETUP_ROOTFS:
		return complain(ctx, REPORT_ROOTFS, error, options->rootfs, options->rootfs);
	case SETUP_BINDS:
		return complain(ctx, REPORT_BIND, error,
				index < options->bind_count ? options->binds[index].host : NULL,
				options->rootfs);
	case SETUP_CWD:
		return complain(ctx, REPORT_CWD, error, options->cwd, options->rootfs);
	case SETUP_SPOOL:
		return complain(ctx, REPORT_SPOOL, error, NULL, NULL);
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

/* The program never ran: says why, with the shell's statuses 126 and 127. */
static int complain_launch(TALLOC_CTX *ctx, const struct jail *jail, const struct options *options,
			   const char *program, enum launch_step step, int error)
{
	const struct exec_failure *failure = &jail->exec_failure;

	switch (step) {
	case LAUNCH_FILTER:
		return complain(ctx, REPORT_SECCOMP, error, NULL, NULL);
	case LAUNCH_EXEC:
		if (failure->error != 0 && failure->reason == EXEC_FAILED_INTERP)
			return complain(ctx, REPORT_INTERPRETER, error, failure->name,
					options->rootfs);
		return complain(ctx, REPORT_PROGRAM,
				failure->reason == EXEC_FAILED_ARCH ? ELIBBAD : error, program,
				options->rootfs);
	case LAUNCH_SETUP:
	case LAUNCH_OK:
		break;
	}
	return complain(ctx, REPORT_PROCESS, error, NULL, NULL);
}

static void print_unknown(long number, uint64_t count, void *data)
{
	(void)data;
	fprintf(stderr, REPORT_PREFIX "system call %ld is not known here: refused %llu times\n",
		number, (unsigned long long)count);
}

static FILE *open_trace(const struct options *options)
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

/* "sh" alone: the guest's shell, called as a shell. */
static char *const *program_of(const struct options *options, char **envp)
{
	static char default_shell[] = "/bin/sh";
	static char *argv[] = { default_shell, NULL };

	(void)envp;
	return options->argv[0] != NULL ? options->argv : argv;
}

/* A limit ended the run: says which, answers the exit status. */
static int complain_limit(TALLOC_CTX *ctx, const struct options *options,
			  enum limit_report_kind kind)
{
	char *sentence = limit_report_explain(ctx, kind, &options->limits);

	fprintf(stderr, REPORT_PREFIX "%s\n", sentence == NULL ? "out of memory" : sentence);
	return LIMIT_REPORT_EXIT;
}

/* The program ran and ended: how. */
static int conclude(TALLOC_CTX *ctx, const struct options *options, const struct jail *jail)
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
	case LIMITS_NONE:
		break;
	}
	if (refused > 0)
		fprintf(stderr,
			REPORT_PREFIX "%llu times a process or thread beyond the %u of "
				      "--processes was refused\n",
			(unsigned long long)refused, options->limits.processes);
	if (WIFSIGNALED(jail->engine->main_status))
		main_killed_by = WTERMSIG(jail->engine->main_status);
	return report_exit_status(jail->engine->main_status);
}

static int run(TALLOC_CTX *ctx, const struct options *options, struct jail *jail, bool *ret_ran)
{
	char **envp = options_environment(ctx, options, environ,
					  options->cwd == NULL ? "/" : options->cwd);
	CLEANUP_FD int result_fd = -1;
	struct launch plan;
	enum launch_step step;
	int error;
	int status;

	if (envp == NULL)
		return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	setup_launch(jail, &plan);
	has_own_session = options->strict;
	plan.argv = program_of(options, envp);
	plan.envp = envp;
	catch_signals();
	status = launch(jail->engine, &plan, &result_fd);
	if (status < 0)
		return complain(ctx, status == -EPERM ? REPORT_PTRACE : REPORT_PROCESS, status,
				NULL, NULL);
	main_pid = jail->engine->main_tid;
	status = engine_run(jail->engine);
	if (status < 0) {
		engine_kill_all(jail->engine);
		return complain(ctx, REPORT_LOOP, status, NULL, NULL);
	}
	step = launch_result(result_fd, &error);
	if (step != LAUNCH_OK)
		return complain_launch(ctx, jail, options, plan.argv[0], step, error);
	if (options->verbose > 0)
		unknown_each(jail, print_unknown, NULL);
	if (options->stats)
		statistics_print(jail, stderr);
	*ret_ran = true;
	return conclude(ctx, options, jail);
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

/* 0, or the exit status, having complained. */
static int prepare_policy(TALLOC_CTX *ctx, const struct options *options, struct setup *setup)
{
	char *error;
	int status = policy_load(ctx, options, &setup->policy, &error);

	if (status < 0)
		return complain(ctx, REPORT_OPTIONS, status,
				error == NULL ? "out of memory" : error, NULL);
	if (options->audit && (setup->audit = open_audit(options)) == NULL)
		return complain(ctx, REPORT_TRACE_FILE, errno, options->audit_file, NULL);
	if (options->learn_file != NULL) {
		setup->learned = policy_learned_new(ctx);
		setup->learn_to = fopen(options->learn_file, "we");
		if (setup->learn_to == NULL)
			return complain(ctx, REPORT_TRACE_FILE, errno, options->learn_file, NULL);
		if (setup->learned == NULL)
			return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	}
	return 0;
}

/* What a run leaves behind of its policy; 0, or the exit status, having complained. */
static int finish_policy(TALLOC_CTX *ctx, const struct options *options, const struct setup *setup)
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
	return complain(ctx, REPORT_TRACE_FILE, errno, options->learn_file, NULL);
}

static struct limits_config limits_of(const struct options *options)
{
	return (struct limits_config){
		.time = options->limits.time,
		.cpu = options->limits.cpu,
		.memory = options->limits.memory,
		.output = options->limits.output,
		.processes = options->limits.processes,
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

static int complain_report_file(TALLOC_CTX *ctx, const struct options *options, int error)
{
	char *sentence = talloc_asprintf(ctx, "\"%s\" cannot be written for --report: %s",
					 options->report_file, strerror(error));

	return complain(ctx, REPORT_OPTIONS, error, sentence, NULL);
}

/* --report, to the file that was opened for it; `jail` as run_report_write() wants it. */
static int finish_report(TALLOC_CTX *ctx, const struct options *options, FILE *file,
			 const struct jail *jail, bool ran, int status)
{
	int error;

	if (file == NULL)
		return status;
	error = run_report_write(jail, ran, status, file);
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	return error == 0 ? status : complain_report_file(ctx, options, -error);
}

static int start(TALLOC_CTX *ctx, const struct options *options)
{
	struct setup setup = {
		.rootfs = options->rootfs,
		.binds = requests_of(ctx, options),
		.bind_count = options->bind_count,
		.cwd = options->cwd == NULL ? "/" : options->cwd,
		.bare = options->bare,
		.kill_on_exit = options->kill_on_exit,
		.new_session = options->strict,
		.without = {
			.seccomp = (options->without & OPTIONS_WITHOUT_SECCOMP) != 0,
			.openat2 = (options->without & OPTIONS_WITHOUT_OPENAT2) != 0,
			.process_vm = (options->without & OPTIONS_WITHOUT_PROCESS_VM) != 0,
			.memfd = (options->without & OPTIONS_WITHOUT_MEMFD) != 0,
			.landlock = (options->without & OPTIONS_WITHOUT_LANDLOCK) != 0,
			.mseal = (options->without & OPTIONS_WITHOUT_MSEAL) != 0,
		},
	};
	const struct limits_config limits = limits_of(options);
	FILE *report = NULL;
	enum setup_stage stage;
	struct jail *jail;
	size_t index = 0;
	bool ran = false;
	bool ok;
	int finished;
	int status = check_standard_fds(ctx, &ok);

	if (!ok)
		return status;
	if (setup.binds == NULL)
		return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	if (limits_are_wanted(&limits))
		setup.limits = &limits;
	status = prepare_policy(ctx, options, &setup);
	if (status != 0)
		return status;
	if (options->report_file != NULL && (report = fopen(options->report_file, "we")) == NULL)
		return complain_report_file(ctx, options, errno);
	status = setup_jail(ctx, &setup, &jail, &stage, &index);
	if (status < 0) {
		status = complain_setup(ctx, options, stage, index, status);
		return finish_report(ctx, options, report, NULL, false, status);
	}
	jail->trace = open_trace(options);
	if (options->trace && jail->trace == NULL)
		status = complain(ctx, REPORT_TRACE_FILE, errno, options->trace_file, NULL);
	else
		status = run(ctx, options, jail, &ran);
	if (jail->trace != NULL)
		(void)fclose(jail->trace);
	status = finish_report(ctx, options, report, jail, ran, status);
	talloc_free(jail);
	finished = finish_policy(ctx, options, &setup);
	return status == 0 ? finished : status;
}

/*
 * Ends as the program did: a shell that runs a loop goes on after a Ctrl-C, unless it sees
 * that the signal killed what it waited for. Returns where the signal cannot.
 */
static void end_by_signal(int signal_number)
{
	const struct rlimit no_core = { 0, 0 };
	sigset_t only;

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)sigemptyset(&only);
	(void)sigaddset(&only, signal_number);
	(void)signal(signal_number, SIG_DFL);
	(void)sigprocmask(SIG_UNBLOCK, &only, NULL);
	(void)fflush(NULL);
	(void)raise(signal_number);
}

static int print_text(const char *text)
{
	if (text == NULL)
		return REPORT_EXIT_FAILURE;
	return fputs(text, stdout) < 0 || fflush(stdout) != 0 ? REPORT_EXIT_FAILURE : 0;
}

int main(int argc, char **argv)
{
	TALLOC_CTX *ctx = talloc_named_const(NULL, 0, "ptjail");
	struct options *options;
	const char *warning;
	char *error;
	bool usable;
	int status = EXIT_FAILURE;

	if (ctx == NULL)
		return REPORT_EXIT_FAILURE;
	if (options_parse(ctx, argc, argv, &options, &error) < 0) {
		status = complain(ctx, REPORT_OPTIONS, EINVAL, error, NULL);
		talloc_free(ctx);
		return status;
	}
	switch (options->action) {
	case OPTIONS_HELP:
		status = print_text(help_text(ctx, options->help_topic));
		break;
	case OPTIONS_VERSION:
		status = print_text(help_version(ctx));
		break;
	case OPTIONS_LIST_SYSCALLS:
		status = list_print(stdout) < 0 ? REPORT_EXIT_FAILURE : 0;
		break;
	case OPTIONS_DOCTOR:
		status = print_text(doctor_examine(ctx, &usable));
		if (status == 0 && !usable)
			status = REPORT_EXIT_FAILURE;
		break;
	case OPTIONS_RUN:
		warning = report_privilege_warning();
		if (warning != NULL)
			fprintf(stderr, REPORT_PREFIX "%s\n", warning);
		status = start(ctx, options);
		break;
	}
	talloc_free(ctx);
	if (main_killed_by != 0)
		end_by_signal(main_killed_by);
	return status;
}
