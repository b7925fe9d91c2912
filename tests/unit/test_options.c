/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The command line: what is accepted, what is refused and how, and that the help is whole. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/option_table.h"
#include "cli/options.h"

#define WORDS_MAX      16
#define SCREEN_LINES   24
#define SCREEN_COLUMNS 80

struct fixture {
	TALLOC_CTX *ctx;
	struct options *options;
	char *error;
	int result;
};

/* Splits `line` at blanks ("" stays no word) and parses "ptjail LINE". */
static void parse(struct fixture *fixture, const char *line)
{
	char *words[WORDS_MAX + 1] = { talloc_strdup(fixture->ctx, "ptjail") };
	char *copy = talloc_strdup(fixture->ctx, line);
	char *rest = NULL;
	int count = 1;

	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		assert_true(count < WORDS_MAX);
		words[count++] = word;
	}
	/* argv must outlive the options */
	fixture->result = options_parse(fixture->ctx, count,
					talloc_memdup(fixture->ctx, words, sizeof(words)),
					&fixture->options, &fixture->error);
}

static struct options *parse_good(struct fixture *fixture, const char *line)
{
	parse(fixture, line);
	if (fixture->result != 0)
		fail_msg("\"%s\" was refused: %s", line, fixture->error);
	assert_null(fixture->error);
	return fixture->options;
}

/* Refused with one sentence that has `part` in it. */
static void parse_bad(struct fixture *fixture, const char *line, const char *part)
{
	parse(fixture, line);
	if (fixture->result != -EINVAL)
		fail_msg("\"%s\" gave %d", line, fixture->result);
	assert_null(fixture->options);
	assert_non_null(fixture->error);
	assert_null(strchr(fixture->error, '\n'));
	if (strstr(fixture->error, part) == NULL)
		fail_msg("\"%s\" gave \"%s\", without \"%s\"", line, fixture->error, part);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->ctx = talloc_named_const(NULL, 0, "test");
	*state = fixture;
	return fixture->ctx == NULL;
}

/* Freeing the context must free all there is: nothing may hang elsewhere. */
static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	talloc_free(fixture->ctx);
	free(fixture);
	return talloc_total_blocks(NULL) != 1; /* the null context itself */
}

static void defaults(void **state)
{
	struct options *options = parse_good(*state, "-r /tree");

	assert_int_equal(options->action, OPTIONS_RUN);
	assert_string_equal(options->rootfs, "/tree");
	assert_true(options->kill_on_exit);
	assert_false(options->bare);
	assert_false(options->trace);
	assert_false(options->stats);
	assert_false(options->clear_env);
	assert_null(options->cwd);
	assert_int_equal(options->verbose, 0);
	assert_int_equal(options->without, 0);
	assert_int_equal(options->bind_count, 0);
	assert_int_equal(options->env_count, 0);
	assert_null(options->argv[0]);
}

static void every_way_to_give_a_value(void **state)
{
	static const char *const lines[] = { "-r /tree",       "-r/tree",   "--rootfs /tree",
					     "--rootfs=/tree", "-vr /tree", "-vr/tree",
					     "-r /x -r /tree" };

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_string_equal(parse_good(*state, lines[i])->rootfs, "/tree");
	/* the next word is the value, whatever it looks like */
	assert_string_equal(parse_good(*state, "-r --bare")->rootfs, "--bare");
	assert_string_equal(parse_good(*state, "--rootfs=a=b")->rootfs, "a=b");
}

static void program_ends_the_options(void **state)
{
	struct options *options = parse_good(*state, "-r / ls -l --rootfs");

	assert_string_equal(options->argv[0], "ls");
	assert_string_equal(options->argv[1], "-l");
	assert_string_equal(options->argv[2], "--rootfs");
	assert_null(options->argv[3]);
	options = parse_good(*state, "-r / -- -odd -- x");
	assert_string_equal(options->argv[0], "-odd");
	assert_string_equal(options->argv[1], "--");
	options = parse_good(*state, "-r / --");
	assert_null(options->argv[0]);
	options = parse_good(*state, "-r / - x");
	assert_string_equal(options->argv[0], "-");
}

static void check_bind(void **state, const char *line, const char *host, const char *guest,
		       bool read_only, bool no_follow)
{
	const struct options *options = parse_good(*state, line);

	assert_int_equal(options->bind_count, 1);
	assert_string_equal(options->binds[0].host, host);
	assert_string_equal(options->binds[0].guest, guest);
	assert_int_equal(options->binds[0].read_only, read_only);
	assert_int_equal(options->binds[0].no_follow, no_follow);
}

static void binds(void **state)
{
	check_bind(state, "-r / -b /a", "/a", "/a", false, false);
	check_bind(state, "-r / -b /a:/b", "/a", "/b", false, false);
	check_bind(state, "-r / -b /a:/b:ro", "/a", "/b", true, false);
	check_bind(state, "-r / -b /a:/b:rw", "/a", "/b", false, false);
	check_bind(state, "-r / -b /a:ro", "/a", "/a", true, false);
	check_bind(state, "-r / -b /a:/b!", "/a", "/b", false, true);
	check_bind(state, "-r / -b /a:/b!:ro", "/a", "/b", true, true);
	check_bind(state, "-r / -b /a:/b:ro!", "/a", "/b", true, true);
	check_bind(state, "-r / -b /a!", "/a", "/a", false, true);
	check_bind(state, "-r / -b /a\\:b:/c", "/a:b", "/c", false, false);
	check_bind(state, "-r / -b /a:/b\\!", "/a", "/b!", false, false);
	check_bind(state, "-r / -b /a\\\\:/b", "/a\\", "/b", false, false);
	check_bind(state, "-r / -b /a\\n:/b", "/a\\n", "/b", false, false);
	check_bind(state, "-r / -b /x!y:/b!z", "/x!y", "/b!z", false, false);
	check_bind(state, "-r / -m /a:/b", "/a", "/b", false, false);
	check_bind(state, "-r / --mount=/a:/b", "/a", "/b", false, false);
	check_bind(state, "-r / --bind /a:/b", "/a", "/b", false, false);
}

static void bind_of_relative_source(void **state)
{
	char cwd[4096];
	char wanted[4200];

	assert_non_null(getcwd(cwd, sizeof(cwd)));
	check_bind(state, "-r / -b .", ".", cwd, false, false);
	(void)snprintf(wanted, sizeof(wanted), "%s/x", strcmp(cwd, "/") == 0 ? "" : cwd);
	check_bind(state, "-r / -b x:ro", "x", wanted, true, false);
	check_bind(state, "-r / -b x:/y", "x", "/y", false, false);
}

static void binds_keep_their_order(void **state)
{
	const struct options *options = parse_good(*state, "-r / -b /a -b /b:ro -b /c:/d");

	assert_int_equal(options->bind_count, 3);
	assert_string_equal(options->binds[0].guest, "/a");
	assert_string_equal(options->binds[1].guest, "/b");
	assert_true(options->binds[1].read_only);
	assert_false(options->binds[2].read_only);
	assert_string_equal(options->binds[2].guest, "/d");
}

static void bad_binds(void **state)
{
	parse_bad(*state, "-r / -b :/x", "no host path");
	parse_bad(*state, "-r / -b /a:b", "must start with /");
	parse_bad(*state, "-r / -b /a:", "must start with /");
	parse_bad(*state, "-r / -b /a:/b:rx", "ro or rw");
	/* a right that is not understood must never come out as "writable" */
	parse_bad(*state, "-r / -b /a:/b:RO", "ro or rw");
	parse_bad(*state, "-r / -b /a:/b:", "ro or rw");
	parse_bad(*state, "-r / -b /a:/b:ro:ro", "too many colons");
	parse_bad(*state, "-r / -b", "needs HOST");
}

static void environment_options(void **state)
{
	const struct options *options = parse_good(*state,
						   "-r / --env A=1 --env=B --env C= --clear-env");

	assert_true(options->clear_env);
	assert_int_equal(options->env_count, 3);
	assert_string_equal(options->env[0].name, "A");
	assert_string_equal(options->env[0].value, "1");
	assert_string_equal(options->env[1].name, "B");
	assert_null(options->env[1].value);
	assert_string_equal(options->env[2].value, "");
	parse_bad(*state, "-r / --env =x", "NAME");
}

static const char *value_of(char **environment, const char *name)
{
	const char *found = NULL;

	for (; *environment != NULL; environment++) {
		if (strncmp(*environment, name, strlen(name)) == 0 &&
		    (*environment)[strlen(name)] == '=') {
			assert_null(found); /* no name twice */
			found = *environment + strlen(name) + 1;
		}
	}
	return found;
}

static void environment_is_built(void **state)
{
	struct fixture *fixture = *state;
	char a[] = "A=old", b[] = "B=host", ab[] = "AB=long", term[] = "TERM=vt100";
	char *host[] = { a, b, ab, term, NULL };
	const struct options *options = parse_good(fixture,
						   "-r / --env A=1 --env D=2 --env NOWHERE");
	char **environment = options_environment(fixture->ctx, options, host, "/w");

	assert_non_null(environment);
	assert_string_equal(value_of(environment, "A"), "1");
	assert_string_equal(value_of(environment, "AB"), "long");
	assert_string_equal(value_of(environment, "B"), "host");
	assert_string_equal(value_of(environment, "D"), "2");
	assert_string_equal(value_of(environment, "PWD"), "/w");
	assert_null(value_of(environment, "NOWHERE"));

	options = parse_good(fixture, "-r / --clear-env --env B --env PATH=/x");
	environment = options_environment(fixture->ctx, options, host, "/");
	assert_non_null(environment);
	assert_null(value_of(environment, "A"));
	assert_string_equal(value_of(environment, "B"), "host");
	assert_string_equal(value_of(environment, "PATH"), "/x");
	assert_string_equal(value_of(environment, "HOME"), "/");
	assert_string_equal(value_of(environment, "TERM"), "vt100");
}

static void outputs(void **state)
{
	const struct options *options = parse_good(*state, "-r / -vv -v --stats --trace");

	assert_int_equal(options->verbose, 3);
	assert_true(options->stats);
	assert_true(options->trace);
	assert_null(options->trace_file);
	/* an optional value is never the next word: that is the program */
	options = parse_good(*state, "-r / --trace ls");
	assert_null(options->trace_file);
	assert_string_equal(options->argv[0], "ls");
	options = parse_good(*state, "-r / --trace=out ls");
	assert_string_equal(options->trace_file, "out");
	parse_bad(*state, "-r / --trace=", "wants a file");
}

static void features_to_do_without(void **state)
{
	assert_int_equal(parse_good(*state, "-r / --without=openat2")->without,
			 OPTIONS_WITHOUT_OPENAT2);
	assert_int_equal(
		parse_good(*state, "-r / --without seccomp,memfd --without mseal")->without,
		OPTIONS_WITHOUT_SECCOMP | OPTIONS_WITHOUT_MEMFD | OPTIONS_WITHOUT_MSEAL);
	assert_int_equal(parse_good(*state, "-r / --without=landlock")->without,
			 OPTIONS_WITHOUT_LANDLOCK);
	assert_int_equal(parse_good(*state, "-r / --no-landlock --no-patch")->without,
			 OPTIONS_WITHOUT_LANDLOCK | OPTIONS_WITHOUT_PATCH);
	parse_bad(*state, "-r / --without=openat", "no feature \"openat\"");
	parse_bad(*state, "-r / --without=openat2,", "no feature \"\"");
	parse_bad(*state, "-r / --without=", "no feature \"\"");
}

static void where_to_start(void **state)
{
	assert_string_equal(parse_good(*state, "-r / -w /a")->cwd, "/a");
	assert_string_equal(parse_good(*state, "-r / --cwd=/a")->cwd, "/a");
	assert_string_equal(parse_good(*state, "-r / --pwd /a")->cwd, "/a");
	parse_bad(*state, "-r / --cwd=", "empty word");
}

static void end_of_the_program(void **state)
{
	assert_true(parse_good(*state, "-r / --kill-on-exit")->kill_on_exit);
	assert_false(parse_good(*state, "-r / --no-kill-on-exit")->kill_on_exit);
	assert_true(parse_good(*state, "-r / --no-kill-on-exit --kill-on-exit")->kill_on_exit);
}

static void actions_need_no_root(void **state)
{
	assert_int_equal(parse_good(*state, "--help")->action, OPTIONS_HELP);
	assert_null(parse_good(*state, "-h")->help_topic);
	assert_string_equal(parse_good(*state, "--help=mounts")->help_topic, "mounts");
	assert_int_equal(parse_good(*state, "-V")->action, OPTIONS_VERSION);
	assert_int_equal(parse_good(*state, "--version")->action, OPTIONS_VERSION);
	assert_int_equal(parse_good(*state, "--list-syscalls")->action, OPTIONS_LIST_SYSCALLS);
	assert_int_equal(parse_good(*state, "--doctor")->action, OPTIONS_DOCTOR);
	assert_int_equal(parse_good(*state, "--probe")->action, OPTIONS_DOCTOR);
	parse_bad(*state, "--help=nonsense", "no help on \"nonsense\"");
	/* the topic may be the next word, or stand at the letter */
	assert_string_equal(parse_good(*state, "--help limits")->help_topic, "limits");
	assert_string_equal(parse_good(*state, "-h limits")->help_topic, "limits");
	assert_string_equal(parse_good(*state, "-hlimits")->help_topic, "limits");
	assert_null(parse_good(*state, "-r / --help ls")->help_topic);
	parse_bad(*state, "-hlimit", "no help on \"limit\"");
}

static void missing_root(void **state)
{
	parse_bad(*state, "", "no root directory");
	parse_bad(*state, "ls", "no root directory");
	parse_bad(*state, "-r", "needs DIR");
	parse_bad(*state, "--rootfs=", "empty word");
}

static void unknown_options(void **state)
{
	parse_bad(*state, "--rotfs /", "did you mean --rootfs?");
	parse_bad(*state, "--statz -r /", "did you mean --stat");
	parse_bad(*state, "--bar", "did you mean --bare?");
	parse_bad(*state, "--frobnicate", "--help lists them");
	parse_bad(*state, "--frobnicatefrobnicatefrobnicatefrobnicatefrobnicate", "no option");
	parse_bad(*state, "-r / -x", "no option -x");
	parse_bad(*state, "-vx", "no option -x");
	parse_bad(*state, "--bare=yes -r /", "takes no value");
	parse_bad(*state, "--ro-bind / /", "bwrap's is -b HOST:GUEST:ro");
	parse_bad(*state, "--unshare-net", "bwrap's is --net none");
	parse_bad(*state, "-s f", "fakeroot's is --state");
	parse_bad(*state, "-r / -P x.py", "-P is refused");
	parse_good(*state, "-r / --mixed-mode true --ashmem-memfd ls");
	parse_bad(*state, "---", "no option");
	parse_bad(*state, "--=x", "no option");
}

static void check_ids(void **state, const char *words, unsigned int uid, unsigned int gid)
{
	const struct options *options = parse_good(*state, words);

	assert_true(options->fake_root);
	assert_int_equal(options->fake_uid, uid);
	assert_int_equal(options->fake_gid, gid);
}

static void fake_root(void **state)
{
	assert_false(parse_good(*state, "-r /")->fake_root);
	check_ids(state, "-0 -r /", 0, 0);
	check_ids(state, "-r / --root-id", 0, 0);
	check_ids(state, "-i 7:8 -r /", 7, 8);
	check_ids(state, "-i7:8 -r /", 7, 8);
	check_ids(state, "--change-id=7:4294967294 -r /", 7, 4294967294U);
	check_ids(state, "-i 7 -r /", 7, 4294967295U);
	/* The last one counts. */
	check_ids(state, "-0 -i 7:8 -r /", 7, 8);
	check_ids(state, "-i 7:8 -0 -r /", 0, 0);
	parse_bad(*state, "-i root:root -r /", "-i wants UID:GID");
	parse_bad(*state, "-i 0: -r /", "not \"0:\"");
	parse_bad(*state, "-i :0 -r /", "not \":0\"");
	parse_bad(*state, "-i 0:0:0 -r /", "not \"0:0:0\"");
	parse_bad(*state, "-i -1:0 -r /", "not \"-1:0\"");
	parse_bad(*state, "--change-id=4294967295:0 -r /", "--change-id wants UID:GID");
	parse_bad(*state, "--root-id=1 -r /", "takes no value");
}

static void empty_argv(void **state)
{
	struct fixture *fixture = *state;
	char *argv[] = { NULL };

	fixture->result = options_parse(fixture->ctx, 0, argv, &fixture->options, &fixture->error);
	assert_int_equal(fixture->result, -EINVAL);
}

/* The table itself: no spelling twice, and every row has its words. */
static void table_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		assert_true(row->letter != 0 || row->names[0] != NULL);
		assert_true(strlen(row->summary) <= 45);
		if (row->text != NULL)
			assert_int_equal(row->text[strlen(row->text) - 1], '.');
		assert_int_equal(row->argument != OPTION_PLAIN, row->metavar != NULL);
		if (row->letter != 0)
			assert_ptr_equal(option_find_letter(row->letter), row);
		for (size_t n = 0; n < OPTION_NAMES_MAX && row->names[n] != NULL; n++)
			assert_ptr_equal(option_find_long(row->names[n], strlen(row->names[n])),
					 row);
	}
}

static void limits(void **state)
{
	const struct options *options;

	options = parse_good(*state, "-r r --time 1.5 --cpu=2m --memory 64M --processes 8 --files "
				     "100 --output=1G --report r.json prog");
	assert_int_equal(options->limits.time, 1500000000);
	assert_int_equal(options->limits.cpu, 120000000000);
	assert_int_equal(options->limits.memory, 64 << 20);
	assert_int_equal(options->limits.processes, 8);
	assert_int_equal(options->limits.files, 100);
	assert_int_equal(options->limits.output, 1 << 30);
	assert_string_equal(options->report_file, "r.json");
	parse_bad(*state, "sh -r r", "before \"sh\"");
	parse_bad(*state, "-r r --time 0", "--time wants seconds above 0");
	parse_bad(*state, "-r r --cpu 1K", "--cpu wants seconds");
	parse_bad(*state, "-r r --memory 64Q", "--memory wants a size");
	parse_bad(*state, "-r r --output -1", "--output wants a size");
	parse_bad(*state, "-r r --memory 99999999T", "--memory cannot be \"99999999T\"");
	assert_false(options->limits.processes_end);
	options = parse_good(*state, "-r r --processes 8:kill");
	assert_int_equal(options->limits.processes, 8);
	assert_true(options->limits.processes_end);
	parse_bad(*state, "-r r --processes 8:ki", "--processes wants a number from 1");
	parse_bad(*state, "-r r --processes :kill", "--processes wants a number from 1");
	parse_bad(*state, "-r r --processes 0", "--processes cannot be \"0\"");
	parse_bad(*state, "-r r --files 15", "a number from 16");
	parse_bad(*state, "-r r --report=", "--report wants a file");
}

static void states(void **state)
{
	struct options *options;

	options = parse_good(*state, "-r r -0 --state f --state-format fakeroot prog");
	assert_string_equal(options->state_file, "f");
	assert_true(options->state_is_fakeroots);
	options = parse_good(*state, "-r r -i 1:1 --state=f --state-format=ptjail prog");
	assert_false(options->state_is_fakeroots);
	parse_bad(*state, "-r r --state f prog", "say -0, too");
	parse_bad(*state, "-r r -0 --state= prog", "wants a file");
	parse_bad(*state, "-r r -0 --state-format fakeroot prog", "say --state FILE, too");
	parse_bad(*state, "-r r --mounts done prog", "say -0, too");
	parse_good(*state, "-S r --mounts done prog");
	parse_bad(*state, "-r r -0 --state-format tar prog", "knows ptjail and fakeroot");
}

static void check_screen(TALLOC_CTX *ctx, const char *topic)
{
	const char *text = help_text(ctx, topic);
	size_t lines = 0;

	assert_non_null(text);
	for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1) {
		if (strcspn(line, "\n") >= SCREEN_COLUMNS)
			fail_msg("too wide in %s: %s", topic != NULL ? topic : "--help", line);
		lines++;
	}
	if (lines >= SCREEN_LINES)
		fail_msg("%s has %zu lines", topic != NULL ? topic : "--help", lines);
}

static void help_fits_the_screen(void **state)
{
	struct fixture *fixture = *state;

	check_screen(fixture->ctx, NULL);
	check_screen(fixture->ctx, "exit");
	for (size_t t = 0; t < TOPIC_COUNT; t++)
		check_screen(fixture->ctx, option_topics[t].name);
	assert_null(help_text(fixture->ctx, "nonsense"));
	assert_false(help_topic_exists("nonsense"));
	assert_non_null(strstr(help_version(fixture->ctx), "ptjail "));
}

/* Whatever the table has, the man page section and the overview must name. */
static void help_names_every_option(void **state)
{
	struct fixture *fixture = *state;
	const char *overview = help_text(fixture->ctx, NULL);
	const char *man = help_text(fixture->ctx, "man");
	const char *completion = help_text(fixture->ctx, "completion-bash");

	assert_non_null(overview);
	assert_non_null(man);
	assert_non_null(completion);
	for (size_t i = 0; i < option_row_count; i++) {
		char letter[] = "B \\-?";

		letter[4] = option_rows[i].letter;
		if (option_rows[i].letter != 0)
			assert_non_null(strstr(man, letter));
		if (option_rows[i].topic == TOPIC_PROOT)
			continue;
		if (option_in_overview(&option_rows[i])) {
			assert_non_null(strstr(overview, option_rows[i].names[0]));
			assert_non_null(strstr(overview, option_rows[i].summary));
		}
		assert_non_null(strstr(completion, option_rows[i].names[0]));
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static void verbosity_as_a_number(void **state)
{
	assert_int_equal(parse_good(*state, "-r / -v")->verbose, 1);
	assert_int_equal(parse_good(*state, "-r / -vv -v")->verbose, 3);
	assert_int_equal(parse_good(*state, "-r / -v 2 ls")->verbose, 2);
	assert_int_equal(parse_good(*state, "-r / -v2 ls")->verbose, 2);
	assert_int_equal(parse_good(*state, "-v -1 -r / ls")->verbose, 0);
	assert_int_equal(parse_good(*state, "-r / --verbose=9")->verbose, 9);
	assert_int_equal(parse_good(*state, "-r / --verbose 3 ls")->verbose, 3);
	assert_string_equal(parse_good(*state, "-r / -v 3 ls")->argv[0], "ls");
	assert_string_equal(parse_good(*state, "-r / -v 3x")->argv[0], "3x");
	assert_string_equal(parse_good(*state, "-r / -v -- 3")->argv[0], "3");
	parse_bad(*state, "-r / --verbose=loud", "loud");
}

static void names_of_the_kernel(void **state)
{
	struct options *options = parse_good(*state, "-r / ls");

	assert_false(options->kernel.renamed);
	options = parse_good(*state, "-k 4.19 -r / ls");
	assert_true(options->kernel.renamed);
	assert_string_equal(options->kernel.release, "4.19");
	assert_null(options->kernel.sysname);
	options = parse_good(*state, "-r / --kernel-release=\\L\\\\6.1\\#1\\x86_64\\d\\-1\\");
	assert_string_equal(options->kernel.sysname, "L");
	assert_null(options->kernel.nodename);
	assert_string_equal(options->kernel.release, "6.1");
	assert_string_equal(options->kernel.version, "#1");
	assert_string_equal(options->kernel.machine, "x86_64");
	assert_string_equal(options->kernel.domainname, "d");
	assert_false(options->kernel.capable_given);
	assert_string_equal(parse_good(*state, "-r / -k \\L")->kernel.sysname, "L");
	options = parse_good(*state, "-r / -k \\a\\b\\c\\d\\e\\f\\ff\\");
	assert_true(options->kernel.capable_given);
	assert_int_equal(options->kernel.capable, 0xff);
	parse_bad(*state, "-r / -k \\a\\b\\c\\d\\e\\f\\fg\\", "-1");
	parse_bad(*state, "-r / -k \\a\\b\\c\\d\\e\\f\\-1\\g", "seven");
	parse_bad(*state, "-r / -k 6.1\\x", "6.1");
	/* uname has room for no more. */
	options = parse_good(
		*state,
		"-r / -k "
		"\\L\\6123456789012345678901234567890123456789012345678901234567890123456789\\7");
	assert_string_equal(options->kernel.nodename,
			    "6123456789012345678901234567890123456789012345678901234567890123");
	assert_string_equal(options->kernel.release, "7");
}

static void options_of_proot(void **state)
{
	static const char *const harmless[] = { "-l", "--link2symlink", "-L",
						"-H", "--sysvipc",      "--kill-on-exit" };
	static const char *const refused[] = { "-n", "--netcoop", "-p 80:8080", "--port=80:8080",
					       "-p" };
	struct options *options;

	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++) {
		char line[100];

		(void)snprintf(line, sizeof(line), "-r / %s ls", harmless[i]);
		assert_string_equal(parse_good(*state, line)->argv[0], "ls");
	}
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		char line[100];

		(void)snprintf(line, sizeof(line), "-r / %s ls", refused[i]);
		parse_bad(*state, line, "port");
	}
	options = parse_good(*state, "-R /tree ls");
	assert_string_equal(options->rootfs, "/tree");
	assert_true(options->cwd_of_host);
	assert_string_equal(options->binds[options->bind_count - 1].guest, "/tree");
	for (size_t i = 0; i < options->bind_count; i++)
		assert_true(options->binds[i].optional);
	parse_bad(*state, "-R", "-R");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(defaults),
		CASE(every_way_to_give_a_value),
		CASE(program_ends_the_options),
		CASE(verbosity_as_a_number),
		CASE(names_of_the_kernel),
		CASE(options_of_proot),
		CASE(binds),
		CASE(bind_of_relative_source),
		CASE(binds_keep_their_order),
		CASE(bad_binds),
		CASE(environment_options),
		CASE(environment_is_built),
		CASE(outputs),
		CASE(features_to_do_without),
		CASE(where_to_start),
		CASE(end_of_the_program),
		CASE(actions_need_no_root),
		CASE(missing_root),
		CASE(unknown_options),
		CASE(fake_root),
		CASE(empty_argv),
		CASE(table_is_sound),
		CASE(states),
		CASE(limits),
		CASE(help_fits_the_screen),
		CASE(help_names_every_option),
	};

	int failed;

	talloc_enable_null_tracking();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	talloc_disable_null_tracking(); /* its empty context looks lost to LeakSanitizer */
	return failed;
}
