/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the command line asks for. The table in option_table.c drives the parser, --help,
 * the man page and the completions. Nothing here prints or touches the file system, except
 * that a relative bind source is made absolute with getcwd().
 */
#ifndef PTJAIL_CLI_OPTIONS_H
#define PTJAIL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

/* What main() shall do; all but OPTIONS_RUN print something and exit 0. */
enum options_action {
	OPTIONS_RUN,
	OPTIONS_HELP, /* print help_text(help_topic) */
	OPTIONS_VERSION,
	OPTIONS_LIST_SYSCALLS,
	OPTIONS_DOCTOR,
};

/* Kernel features that --without=NAME,... makes ptjail do without, as an older host would. */
enum options_feature {
	OPTIONS_WITHOUT_SECCOMP = 1 << 0,
	OPTIONS_WITHOUT_OPENAT2 = 1 << 1,
	OPTIONS_WITHOUT_PROCESS_VM = 1 << 2,
	OPTIONS_WITHOUT_MEMFD = 1 << 3,
	OPTIONS_WITHOUT_MSEAL = 1 << 4,
	OPTIONS_WITHOUT_LANDLOCK = 1 << 5,
	OPTIONS_WITHOUT_PATCH = 1 << 6,
	OPTIONS_WITHOUT_ONE_CPU = 1 << 7,
};

struct options_bind {
	const char *host;  /* as given */
	const char *guest; /* absolute; the host path when none was given */
	bool read_only;
	bool no_follow; /* "!": do not follow a symlink at the guest end */
	bool optional;  /* left out where the host has no such thing (-R) */
};

/* --env: value NULL means "as it is in ptjail's own environment, if it is there". */
struct options_env {
	const char *name;
	const char *value;
};

/* --policy and the options that add to one, in the order given. */
enum options_policy_kind {
	OPTIONS_POLICY_FILE,
	OPTIONS_POLICY_DENY,
	OPTIONS_POLICY_HIDE,
	OPTIONS_POLICY_READ_ONLY,
	OPTIONS_POLICY_NET,
	OPTIONS_POLICY_CONNECT,
};

struct options_policy {
	enum options_policy_kind kind;
	const char *value;
};

/* -k: other names for the kernel, as uname(2) tells them; NULL: the real one. */
struct options_kernel {
	bool renamed;
	const char *sysname, *nodename, *release, *version, *machine, *domainname;
	bool capable_given; /* AT_HWCAP shall be told as `capable` */
	uint64_t capable;
};

/* What the whole jail may use; 0: as much as the host lets it. */
struct options_limits {
	uint64_t time, cpu;      /* nanoseconds */
	uint64_t memory, output; /* bytes */
	unsigned int processes, files;
	bool processes_end; /* too many processes end the run */
	bool files_end;     /* too many open files do */
};

struct options {
	enum options_action action;
	const char *help_topic; /* NULL: the overview */

	const char *rootfs; /* never NULL when action is OPTIONS_RUN */
	struct options_bind *binds;
	size_t bind_count;
	const char *cwd;  /* guest path; NULL: "/" */
	bool cwd_of_host; /* -R: without -w, where ptjail was started, if that is there inside */
	bool bare;        /* no /dev and /proc by default */
	const char *emulator; /* -q: command for programs of other architectures; NULL: none */

	struct options_env *env;
	size_t env_count;
	bool clear_env;
	struct options_kernel kernel;

	struct options_policy *policy;
	size_t policy_count;
	bool strict;
	bool audit;
	const char *audit_file; /* host path; NULL: standard error */
	const char *learn_file; /* host path; NULL: nothing is learned */

	bool refuse_mounts;      /* mount(2) of a faked root is refused, not reported as done */
	bool fake_root;          /* -0, -i: owners, ids and capabilities are the jail's own */
	uid_t fake_uid;          /* whom the first program takes itself for */
	gid_t fake_gid;          /* (gid_t)-1: ptjail's own group */
	const char *state_file;  /* host path; NULL: nothing is kept */
	bool state_is_fakeroots; /* in the format of fakeroot(1) */
	bool state_format_given, mounts_given;

	unsigned int verbose; /* number of -v, or the N of -v N */
	bool trace;
	const char *trace_file; /* host path; NULL: standard error */
	bool stats;
	const char *report_file; /* host path; NULL: no report */
	struct options_limits limits;
	bool kill_on_exit;    /* default true */
	unsigned int without; /* enum options_feature bits */

	/*
	 * The program and its arguments, NULL-terminated (points into main's argv). Empty
	 * (argv[0] == NULL): the guest's /bin/sh.
	 */
	char **argv;
};

/*
 * Reads main's arguments (argv[0] is skipped). *ret_options is a child of ctx; its strings
 * are its own or point into argv, which must outlive it.
 * -EINVAL: *ret_error is one sentence, a child of ctx, without prefix and newline.
 * -ENOMEM: *ret_error is NULL.
 */
int options_parse(TALLOC_CTX *ctx, int argc, char **argv, struct options **ret_options,
		  char **ret_error) MUST_CHECK;

/*
 * The environment of the guest's first program: `host_env` (or, with --clear-env, only PATH,
 * HOME=/ and TERM), then every --env in order; PWD becomes `cwd`. NULL-terminated child of
 * ctx, NULL when out of memory.
 */
char **options_environment(TALLOC_CTX *ctx, const struct options *options, char **host_env,
			   const char *cwd) MUST_CHECK;

#endif
