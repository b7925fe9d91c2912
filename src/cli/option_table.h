/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The one table of options. A row is everything there is to know about an option: how it is
 * spelt, what it takes, what it says in --help and the man page, and the function that
 * stores it. Adding an option = a row, its apply function and a test.
 */
#ifndef PTJAIL_CLI_OPTION_TABLE_H
#define PTJAIL_CLI_OPTION_TABLE_H

#include <stddef.h>
#include <talloc.h>

#include "cli/options.h"
#include "util/compiler.h"

enum option_argument {
	OPTION_PLAIN,    /* takes nothing */
	OPTION_REQUIRED, /* --name=V, --name V, -nV, -n V */
	OPTION_OPTIONAL, /* --name or --name=V; never the next word */
	OPTION_NUMBER,   /* as OPTIONAL, but the next word, if it is a number, is its value */
	OPTION_TOPIC,    /* the same with a topic of the help; also -nTOPIC */
};

enum option_topic {
	TOPIC_MOUNTS,
	TOPIC_PROCESS,
	TOPIC_FAKE_ROOT,
	TOPIC_POLICY,
	TOPIC_NETWORK,
	TOPIC_LIMITS, /* many rows: named by the overview, listed by --help=limits */
	TOPIC_OUTPUT,
	TOPIC_HOST,
	TOPIC_PROOT, /* accepted for proot's users, not in the overview */
	TOPIC_COUNT,
};

/* The parser's state while one row's apply function runs. */
struct option_parser {
	TALLOC_CTX *ctx;         /* parent of an error sentence */
	struct options *options; /* parent of everything stored */
	const char *spelling;    /* the option as the user typed it, for sentences */
	char *error;
};

/* Stores the option; `value` is NULL for PLAIN and for OPTIONAL without one. 0 or -errno. */
typedef int option_apply(struct option_parser *parser, const char *value);

#define OPTION_NAMES_MAX 4

struct option_row {
	char letter;                         /* 0: none */
	const char *names[OPTION_NAMES_MAX]; /* long names; the first is the one shown */
	enum option_argument argument;
	const char *metavar;
	enum option_topic topic;
	const char *summary; /* for the overview, at most 45 columns */
	const char *text;    /* for the topic's screen and the man page; plain sentences;
				NULL: the summary says it all */
	option_apply *apply;
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

struct option_topic_row {
	const char *name;
	const char *title;
};
extern const struct option_topic_row option_topics[TOPIC_COUNT];

/* Sets parser->error (unless out of memory) and returns -EINVAL or -ENOMEM. */
int option_fail(struct option_parser *parser, const char *format, ...) PRINTF_LIKE(2, 3);

/* NULL if there is none. `length` counts the bytes of `name`. */
const struct option_row *option_find_long(const char *name, size_t length);
const struct option_row *option_find_letter(char letter);

/* The long name most like `name`, or NULL if none is near. */
const char *option_find_similar(const char *name, size_t length);

/* How one says here what is an option of another program, such as bwrap; NULL: it is none. */
const char *option_foreign(const char *name, size_t length);

/* Whether --help has a line for the row; all have one in their topic and the man page. */
bool option_in_overview(const struct option_row *row);

/* In program_options.c. */
option_apply option_apply_rootfs, option_apply_cwd, option_apply_emulator, option_apply_bare,
	option_apply_env, option_apply_clear_env, option_apply_kill_on_exit,
	option_apply_no_kill_on_exit;

/* In policy_options.c. */
option_apply option_apply_policy_file, option_apply_deny, option_apply_hide, option_apply_read_only,
	option_apply_net, option_apply_connect, option_apply_strict, option_apply_audit,
	option_apply_learn;

/* In output_options.c. */
option_apply option_apply_verbose, option_apply_trace, option_apply_stats,
	option_apply_list_syscalls, option_apply_doctor, option_apply_without,
	option_apply_no_landlock, option_apply_no_patch, option_apply_help, option_apply_version;

/* In limit_options.c. */
option_apply option_apply_time, option_apply_cpu, option_apply_memory, option_apply_processes,
	option_apply_files, option_apply_output, option_apply_report;

/* In fake_root_options.c. */
option_apply option_apply_mounts, option_apply_root_id, option_apply_change_id, option_apply_state,
	option_apply_state_format;

/* In proot_options.c: what proot's callers say. */
option_apply option_apply_kernel, option_apply_host_root, option_apply_fake_host_root,
	option_accept_nothing, option_refuse_ports, option_refuse_script;

/* Adds HOST at GUEST, both borrowed; `optional`: only where the host has it. In bind.c. */
int option_add_bind(struct option_parser *parser, const char *host, const char *guest,
		    bool optional) MUST_CHECK;
/* `path` made absolute with the current directory, a child of the options. In bind.c. */
int option_absolute(struct option_parser *parser, const char *path,
		    const char **ret_path) MUST_CHECK;

/* HOST[:GUEST][:ro|:rw][!]; see `--help=mounts`. In bind.c. */
option_apply option_apply_bind;

#endif
