/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The rows and their apply functions. Must not look at the file system: whether a directory
 * exists is found out, and explained, by who opens it.
 */
#include "cli/option_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"

static int apply_rootfs(struct option_parser *parser, const char *value)
{
	if (value[0] == '\0')
		return option_fail(parser,
				   "%s got an empty word; give it the directory that shall be /",
				   parser->spelling);
	parser->options->rootfs = value;
	return 0;
}

static int apply_cwd(struct option_parser *parser, const char *value)
{
	int result;

	if (value[0] == '\0')
		return option_fail(parser, "%s got an empty word; give it a directory of the jail",
				   parser->spelling);
	result = option_absolute(parser, value, &parser->options->cwd);
	if (result != 0 && result != -ENOMEM)
		return option_fail(parser, "%s %s: the current directory has no name any more",
				   parser->spelling, value);
	return result;
}

static int apply_emulator(struct option_parser *parser, const char *value)
{
	if (value[strspn(value, " \t")] == '\0')
		return option_fail(parser,
				   "%s got an empty word; give it an emulator of this host, "
				   "such as qemu-aarch64-static",
				   parser->spelling);
	parser->options->emulator = value;
	return 0;
}

static int apply_bare(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->bare = true;
	return 0;
}

static int apply_env(struct option_parser *parser, const char *value)
{
	struct options *options = parser->options;
	const char *equals = strchrnul(value, '=');
	struct options_env *env;

	if (equals == value)
		return option_fail(parser, "%s wants NAME or NAME=VALUE, not \"%s\"",
				   parser->spelling, value);
	env = talloc_realloc(options, options->env, struct options_env, options->env_count + 1);
	if (env == NULL)
		return -ENOMEM;
	options->env = env;
	env += options->env_count;
	env->name = talloc_strndup(options->env, value, (size_t)(equals - value));
	env->value = *equals == '=' ? equals + 1 : NULL;
	if (env->name == NULL)
		return -ENOMEM;
	options->env_count++;
	return 0;
}

static int apply_clear_env(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->clear_env = true;
	return 0;
}

static int apply_kill_on_exit(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->kill_on_exit = true;
	return 0;
}

static int apply_no_kill_on_exit(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->kill_on_exit = false;
	return 0;
}

/* proot's -v N: its level counts from 0, where it says as much as ptjail without -v. */
static int apply_verbose(struct option_parser *parser, const char *value)
{
	char *end;
	long level;

	if (value == NULL) {
		parser->options->verbose++;
		return 0;
	}
	level = strtol(value, &end, 10);
	if (end == value || *end != '\0')
		return option_fail(parser, "%s wants a number, not \"%s\"", parser->spelling,
				   value);
	parser->options->verbose = level < 0 ? 0 : level > 9 ? 9 : (unsigned int)level;
	return 0;
}

static int apply_trace(struct option_parser *parser, const char *value)
{
	if (value != NULL && value[0] == '\0')
		return option_fail(parser,
				   "--trace= wants a file; --trace alone writes to standard error");
	parser->options->trace = true;
	parser->options->trace_file = value;
	return 0;
}

static int apply_stats(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->stats = true;
	return 0;
}

static int apply_list_syscalls(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->action = OPTIONS_LIST_SYSCALLS;
	return 0;
}

static int apply_doctor(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->action = OPTIONS_DOCTOR;
	return 0;
}

static const struct {
	const char *name;
	enum options_feature bit;
} features[] = {
	{ "seccomp", OPTIONS_WITHOUT_SECCOMP },       { "openat2", OPTIONS_WITHOUT_OPENAT2 },
	{ "process-vm", OPTIONS_WITHOUT_PROCESS_VM }, { "memfd", OPTIONS_WITHOUT_MEMFD },
	{ "mseal", OPTIONS_WITHOUT_MSEAL },           { "landlock", OPTIONS_WITHOUT_LANDLOCK },
	{ "patch", OPTIONS_WITHOUT_PATCH },
};

static int apply_without(struct option_parser *parser, const char *value)
{
	for (const char *word = value;; word++) {
		size_t length = strcspn(word, ",");
		size_t i = 0;

		while (i < ARRAY_SIZE(features) && (strlen(features[i].name) != length ||
						    strncmp(features[i].name, word, length) != 0))
			i++;
		if (i == ARRAY_SIZE(features))
			return option_fail(parser,
					   "%s knows no feature \"%.*s\"; --help=host lists them",
					   parser->spelling, (int)length, word);
		parser->options->without |= (unsigned int)features[i].bit;
		word += length;
		if (*word == '\0')
			return 0;
	}
}

static int apply_no_landlock(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->without |= OPTIONS_WITHOUT_LANDLOCK;
	return 0;
}

static int apply_no_patch(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->without |= OPTIONS_WITHOUT_PATCH;
	return 0;
}

static int apply_help(struct option_parser *parser, const char *value)
{
	if (value != NULL && !help_topic_exists(value))
		return option_fail(parser, "there is no help on \"%s\"; --help lists the topics",
				   value);
	parser->options->action = OPTIONS_HELP;
	parser->options->help_topic = value;
	return 0;
}

static int apply_version(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->action = OPTIONS_VERSION;
	return 0;
}

static int add_policy(struct option_parser *parser, enum options_policy_kind kind,
		      const char *value)
{
	struct options *options = parser->options;
	struct options_policy *all = talloc_realloc(options, options->policy, struct options_policy,
						    options->policy_count + 1);

	if (all == NULL)
		return -ENOMEM;
	options->policy = all;
	all[options->policy_count++] = (struct options_policy){ kind, value };
	return 0;
}

static int apply_policy_file(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_FILE, value);
}

static int apply_deny(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_DENY, value);
}

static int apply_hide(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_HIDE, value);
}

static int apply_read_only(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_READ_ONLY, value);
}

static int apply_net(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_NET, value);
}

static int apply_connect(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_CONNECT, value);
}

static int apply_strict(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->strict = true;
	return 0;
}

static int apply_audit(struct option_parser *parser, const char *value)
{
	if (value != NULL && value[0] == '\0')
		return option_fail(parser,
				   "--audit= wants a file; --audit alone writes to standard error");
	parser->options->audit = true;
	parser->options->audit_file = value;
	return 0;
}

static int apply_learn(struct option_parser *parser, const char *value)
{
	parser->options->learn_file = value;
	return 0;
}

const struct option_row option_rows[] = {
	{ 'r',
	  { "rootfs" },
	  OPTION_REQUIRED,
	  "DIR",
	  TOPIC_MOUNTS,
	  "the directory that the program sees as /",
	  "The directory that the program sees as /. It must be given.",
	  apply_rootfs },
	{ 'b',
	  { "bind", "mount" },
	  OPTION_REQUIRED,
	  "HOST[:GUEST][:ro][!]",
	  TOPIC_MOUNTS,
	  "show a host file or directory in the jail",
	  "Shows the host's file or directory HOST at GUEST, by default at the same path. With "
	  ":ro nothing can be changed through it. A \"!\" at the end does not follow a symbolic "
	  "link at GUEST. May be repeated, in any order; GUEST need not exist and nothing is "
	  "created in the root directory. Write \\: and \\! for these characters in a name.",
	  option_apply_bind },
	{ 'm',
	  { NULL },
	  OPTION_REQUIRED,
	  "HOST[:GUEST][:ro][!]",
	  TOPIC_PROOT,
	  "the same as -b",
	  NULL,
	  option_apply_bind },
	{ 'w',
	  { "cwd", "pwd" },
	  OPTION_REQUIRED,
	  "DIR",
	  TOPIC_MOUNTS,
	  "start in this directory of the jail (/)",
	  "Starts the program in this directory of the jail; without it, in /. A path that does "
	  "not begin with / is taken from the path of your current directory, for use with -b: "
	  "-b . -w . shows it under its own name and starts there.",
	  apply_cwd },
	{ 'q',
	  { "qemu" },
	  OPTION_REQUIRED,
	  "COMMAND",
	  TOPIC_PROCESS,
	  "run programs of other architectures with it",
	  "Runs the jail's programs of another architecture through COMMAND, an emulator of the "
	  "host and options for it in one word, as in -q qemu-aarch64-static or -q "
	  "\"qemu-arm-static -cpu cortex-a7\". It is looked for along PATH and need not be in "
	  "the root directory. A static one is quicker and shows the jail nothing; of one that is "
	  "linked dynamically, it and its libraries can be read in /dev/.emulator, and the "
	  "programs' LD_PRELOAD reaches it too. Programs of this host's own architecture run "
	  "without it.",
	  apply_emulator },
	{ 0,
	  { "bare" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_MOUNTS,
	  "no /dev and /proc unless bound",
	  "Leaves /dev and /proc as they are in the root directory. Otherwise ptjail shows a small "
	  "/dev of its own and a /proc with only the jail's processes.",
	  apply_bare },
	{ 0,
	  { "env" },
	  OPTION_REQUIRED,
	  "NAME[=VALUE]",
	  TOPIC_PROCESS,
	  "set or pass a variable",
	  "Sets the environment variable NAME for the program; without =VALUE it gets the value "
	  "it has outside (of use with --clear-env). May be repeated.",
	  apply_env },
	{ 0,
	  { "clear-env" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROCESS,
	  "start with a nearly empty environment",
	  "Passes none of ptjail's environment but TERM, and sets PATH to the usual places and "
	  "HOME to /.",
	  apply_clear_env },
	{ 0,
	  { "no-kill-on-exit" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROCESS,
	  "wait for background processes at the end",
	  "When the program ends, waits until all processes it left behind have ended too, "
	  "instead of killing them. They stay in the jail.",
	  apply_no_kill_on_exit },
	{ '0',
	  { "root-id" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_FAKE_ROOT,
	  "the program takes itself for root",
	  "The program takes itself for root, with every capability: the same as -i 0:0. Your own "
	  "files show as root's. Owners, modes, device nodes and capabilities that it sets read "
	  "back as set, and access is granted and refused as they say; the host sees none of it.",
	  option_apply_root_id },
	{ 'i',
	  { "change-id" },
	  OPTION_REQUIRED,
	  "UID[:GID]",
	  TOPIC_FAKE_ROOT,
	  "the program takes itself for user UID",
	  "As -0, but the program starts as user UID and group GID (your own group if none is "
	  "given), without supplementary groups. Of -0 and -i the last one counts.",
	  option_apply_change_id },
	{ 0,
	  { "state" },
	  OPTION_REQUIRED,
	  "FILE",
	  TOPIC_FAKE_ROOT,
	  "keeps faked owners and modes in FILE",
	  "With -0 or -i: reads faked owners, modes, devices and attributes from FILE, if it "
	  "exists, and saves them there when the program has ended, and whenever ptjail gets "
	  "SIGUSR1. Several jails may use one FILE at once: each saves what it changed, file by "
	  "file, and whoever saves last counts. It is bound to device and inode numbers.",
	  option_apply_state },
	{ 0,
	  { "state-format" },
	  OPTION_REQUIRED,
	  "NAME",
	  TOPIC_FAKE_ROOT,
	  "ptjail, or fakeroot for files of fakeroot(1)",
	  "The format of --state: ptjail, the default, or that of fakeroot(1), which has no "
	  "attributes and no birth times of files.",
	  option_apply_state_format },
	{ 0,
	  { "mounts" },
	  OPTION_REQUIRED,
	  "done|refused",
	  TOPIC_FAKE_ROOT,
	  "what a faked root's mount(2) answers",
	  "No mount is made: done, the default, reports those of pseudo file systems, binds and "
	  "remounts as done and refuses others; refused does so with all.",
	  option_apply_mounts },
	{ 0,
	  { "policy" },
	  OPTION_REQUIRED,
	  "FILE",
	  TOPIC_POLICY,
	  "rules: who may do what at which places",
	  "Reads rules from FILE, one a line, as in \"deny /srv\" or \"allow look,read "
	  "**/doc\"; ptjail(1) has the format. The last rule that speaks of a place "
	  "decides, also over the options below: the order counts. May be repeated.",
	  apply_policy_file },
	{ 0,
	  { "deny" },
	  OPTION_REQUIRED,
	  "PLACE",
	  TOPIC_POLICY,
	  "refuse everything there",
	  "Nothing can be done at PLACE, a path or pattern in the jail, and below it "
	  "(EACCES).",
	  apply_deny },
	{ 0,
	  { "hide" },
	  OPTION_REQUIRED,
	  "PLACE",
	  TOPIC_POLICY,
	  "as if it were not there",
	  "PLACE and what is below it is not found (ENOENT) and not listed.",
	  apply_hide },
	{ 0,
	  { "read-only" },
	  OPTION_REQUIRED,
	  "PLACE",
	  TOPIC_POLICY,
	  "nothing can be changed there",
	  "Nothing can be written, made, removed or given attributes there (EROFS).",
	  apply_read_only },
	{ 0,
	  { "net" },
	  OPTION_REQUIRED,
	  "MODE",
	  TOPIC_NETWORK,
	  "network: none, loopback or full",
	  "full: whatever you may reach. loopback: connect, send, bind and listen at "
	  "addresses of this machine only (127.0.0.0/8, ::1); what others send is not kept "
	  "away. none: unix sockets only.",
	  apply_net },
	{ 0,
	  { "connect" },
	  OPTION_REQUIRED,
	  "ADDRESS:PORT",
	  TOPIC_NETWORK,
	  "the only destinations; may be repeated",
	  "Allows 10.1.2.3:80, [::1]:80, localhost:80, *:53 or 10.1.2.3:*; names are not "
	  "looked up. Without --net, and with --net full, nothing else can be reached then.",
	  apply_connect },
	{ 0,
	  { "strict" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_NETWORK,
	  "for programs that you do not trust",
	  "--net none (unless --net is given); unix sockets only where a program in the "
	  "jail has bound them; a session of its own for the program, apart from your "
	  "terminal's; no ptrace among its programs.",
	  apply_strict },
	{ 0,
	  { "audit" },
	  OPTION_OPTIONAL,
	  "FILE",
	  TOPIC_POLICY,
	  "a line for each refusal",
	  "Writes a line for each refusal of the policy to FILE or to standard error. Of "
	  "--net none there is nothing to tell: a socket that cannot be made names no address.",
	  apply_audit },
	{ 0,
	  { "learn" },
	  OPTION_REQUIRED,
	  "FILE",
	  TOPIC_POLICY,
	  "write the policy that the run needed",
	  "At the end writes to FILE a policy that denies all but what this run did. Look "
	  "it over.",
	  apply_learn },
	{ 0,
	  { "time" },
	  OPTION_REQUIRED,
	  "SECONDS",
	  TOPIC_LIMITS,
	  "kill all after this time",
	  "Kills all after SECONDS of wall time (90, 0.5, 5m, 2h).",
	  option_apply_time },
	{ 0,
	  { "cpu" },
	  OPTION_REQUIRED,
	  "SECONDS",
	  TOPIC_LIMITS,
	  "kill all after this processor time",
	  "Kills all after SECONDS of processor time, of all processes together.",
	  option_apply_cpu },
	{ 0,
	  { "memory" },
	  OPTION_REQUIRED,
	  "SIZE",
	  TOPIC_LIMITS,
	  "kill all above this memory",
	  "Kills all when the processes have more than SIZE (64M, 1.5G) resident together, with "
	  "their files in memory. One that asks for twice as much gets ENOMEM. Not counted: pipes, "
	  "sockets, shared pages that nobody has mapped or open.",
	  option_apply_memory },
	{ 0,
	  { "processes" },
	  OPTION_REQUIRED,
	  "N",
	  TOPIC_LIMITS,
	  "at most so many processes and threads",
	  "No more than N processes and threads at once: making another fails with EAGAIN.",
	  option_apply_processes },
	{ 0,
	  { "files" },
	  OPTION_REQUIRED,
	  "N",
	  TOPIC_LIMITS,
	  "at most so many open files per process",
	  "No more than N open files per process: opening another fails with EMFILE.",
	  option_apply_files },
	{ 0,
	  { "output" },
	  OPTION_REQUIRED,
	  "SIZE",
	  TOPIC_LIMITS,
	  "kill all when a file grows above this",
	  "Kills all when a file is to grow beyond SIZE. What goes into pipes, such as standard "
	  "output into one, and how many files there are, is not counted.",
	  option_apply_output },
	{ 0,
	  { "report" },
	  OPTION_REQUIRED,
	  "FILE",
	  TOPIC_LIMITS,
	  "write how it ended and what it used",
	  "Writes to FILE, as JSON, how the run ended, times, peak memory, processes, stops.",
	  option_apply_report },
	{ 'v',
	  { "verbose" },
	  OPTION_NUMBER,
	  "N",
	  TOPIC_OUTPUT,
	  "say more; -vv still more",
	  "Says more about what the jail does, such as calls it does not know. May be repeated; "
	  "-v 2, as proot has it, is -vv.",
	  apply_verbose },
	{ 0,
	  { "trace" },
	  OPTION_OPTIONAL,
	  "FILE",
	  TOPIC_OUTPUT,
	  "write a line per stopped system call",
	  "Writes one line per stopped system call, as strace(1) does, to FILE or to standard "
	  "error: name, arguments, guest path and host path, result.",
	  apply_trace },
	{ 0,
	  { "stats" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_OUTPUT,
	  "count stops by kind and by system call",
	  "At the end writes to standard error how often the program was stopped, by kind of "
	  "stop and by system call.",
	  apply_stats },
	{ 0,
	  { "list-syscalls" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_OUTPUT,
	  "list what is done with each system call",
	  "Prints the table of system calls with their numbers and what ptjail does with each.",
	  apply_list_syscalls },
	{ 0,
	  { "doctor", "probe" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_HOST,
	  "say what this host offers",
	  "Tries what ptjail needs or can use of this host's kernel and says what it found and "
	  "what a lack costs. The exit status is 125 if ptjail cannot work here.",
	  apply_doctor },
	{ 0,
	  { "without" },
	  OPTION_REQUIRED,
	  "NAME[,NAME]...",
	  TOPIC_HOST,
	  "do as if the kernel lacked these",
	  "Does as if the kernel lacked these features, to test what an older host would do: "
	  "seccomp, openat2, process-vm, memfd, mseal, landlock, patch.",
	  apply_without },
	{ 0,
	  { "no-landlock" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_HOST,
	  "no second wall",
	  "The same as --without=landlock: nothing but ptjail itself confines the program.",
	  apply_no_landlock },
	{ 0,
	  { "no-patch" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_HOST,
	  "replace no system calls in programs",
	  "The same as --without=patch: every call with a name stops, as for a program that "
	  "checks its own text.",
	  apply_no_patch },
	{ 'h',
	  { "help", "usage" },
	  OPTION_OPTIONAL,
	  "TOPIC",
	  TOPIC_OUTPUT,
	  "this screen, or one topic's",
	  "Prints a screen of help, on TOPIC if given.",
	  apply_help },
	{ 'V',
	  { "version", "about" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_OUTPUT,
	  "print the version",
	  "Prints the version and the licence.",
	  apply_version },
	{ 0,
	  { "kill-on-exit" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "the default",
	  NULL,
	  apply_kill_on_exit },
	{ 'R',
	  { NULL },
	  OPTION_REQUIRED,
	  "DIR",
	  TOPIC_PROOT,
	  "-r DIR and much of the host",
	  "-r DIR, and -b, where they exist, for DIR itself, the host's hosts, resolv.conf, passwd "
	  "and so on in /etc, /sys, /tmp, /run and your home; starts where you are, if that is in "
	  "the jail. All that can be reached there, sockets too, is given away.",
	  option_apply_host_root },
	{ 'S',
	  { NULL },
	  OPTION_REQUIRED,
	  "DIR",
	  TOPIC_PROOT,
	  "-R DIR with -0",
	  NULL,
	  option_apply_fake_host_root },
	{ 'k',
	  { "kernel-release" },
	  OPTION_REQUIRED,
	  "NAME",
	  TOPIC_PROOT,
	  "another kernel release",
	  "The release that uname and /proc tell, or all names: \\sysname\\nodename\\release\\"
	  "version\\machine\\domainname\\-1\\. An empty one stays as it is.",
	  option_apply_kernel },
	{ 'l',
	  { "link2symlink" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "taken, not needed: hard links work",
	  NULL,
	  option_accept_nothing },
	{ 'L',
	  { NULL },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "taken, not needed: sizes are right",
	  NULL,
	  option_accept_nothing },
	{ 'H',
	  { NULL },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "taken, not needed: nothing is hidden",
	  NULL,
	  option_accept_nothing },
	{ 0,
	  { "sysvipc" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "taken, not needed: it always works",
	  NULL,
	  option_accept_nothing },
	{ 'p',
	  { "port" },
	  OPTION_OPTIONAL,
	  "IN:OUT",
	  TOPIC_PROOT,
	  "refused: ports are not mapped",
	  NULL,
	  option_refuse_ports },
	{ 'n',
	  { "netcoop" },
	  OPTION_PLAIN,
	  NULL,
	  TOPIC_PROOT,
	  "refused: ports are not mapped",
	  NULL,
	  option_refuse_ports },
};
const size_t option_row_count = ARRAY_SIZE(option_rows);

bool option_in_overview(const struct option_row *row)
{
	return row->topic != TOPIC_PROOT && row->topic != TOPIC_LIMITS &&
	       row->topic != TOPIC_POLICY && row->topic != TOPIC_NETWORK &&
	       row->apply != option_apply_state_format && row->apply != option_apply_mounts &&
	       row->apply != apply_without && row->apply != apply_no_landlock &&
	       row->apply != apply_no_patch;
}

const struct option_topic_row option_topics[TOPIC_COUNT] = {
	[TOPIC_MOUNTS] = { "mounts", "What the program sees as its files" },
	[TOPIC_PROCESS] = { "process", "The program, its environment and its end" },
	[TOPIC_FAKE_ROOT] = { "fake", "Being root, or somebody else, inside the jail only" },
	[TOPIC_POLICY] = { "policy", "What the program may do, and where" },
	[TOPIC_NETWORK] = { "network", "Whom the program may talk to" },
	[TOPIC_LIMITS] = { "limits", "What the program may use; at a limit ptjail ends with 124" },
	[TOPIC_OUTPUT] = { "output", "What ptjail says" },
	[TOPIC_HOST] = { "host", "What the host offers" },
	[TOPIC_PROOT] = { "proot", "For those who come from proot" },
};
