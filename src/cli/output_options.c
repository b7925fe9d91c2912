/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The options for what ptjail says of itself and of the host, and for doing without what the
 * host has. Must not say or ask anything itself: a word is stored for main().
 */
#include "cli/option_table.h"

#include <stdlib.h>
#include <string.h>

#include "cli/help.h"

/* proot's -v N: its level counts from 0, where it says as much as ptjail without -v. */
int option_apply_verbose(struct option_parser *parser, const char *value)
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

int option_apply_trace(struct option_parser *parser, const char *value)
{
	if (value != NULL && value[0] == '\0')
		return option_fail(parser,
				   "--trace= wants a file; --trace alone writes to standard error");
	parser->options->trace = true;
	parser->options->trace_file = value;
	return 0;
}

int option_apply_stats(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->stats = true;
	return 0;
}

int option_apply_list_syscalls(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->action = OPTIONS_LIST_SYSCALLS;
	return 0;
}

int option_apply_doctor(struct option_parser *parser, const char *value)
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
	{ "patch", OPTIONS_WITHOUT_PATCH },           { "one-cpu", OPTIONS_WITHOUT_ONE_CPU },
};

int option_apply_without(struct option_parser *parser, const char *value)
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

int option_apply_no_landlock(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->without |= OPTIONS_WITHOUT_LANDLOCK;
	return 0;
}

int option_apply_no_patch(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->without |= OPTIONS_WITHOUT_PATCH;
	return 0;
}

int option_apply_help(struct option_parser *parser, const char *value)
{
	if (value != NULL && !help_topic_exists(value))
		return option_fail(parser, "there is no help on \"%s\"; --help lists the topics",
				   value);
	parser->options->action = OPTIONS_HELP;
	parser->options->help_topic = value;
	return 0;
}

int option_apply_version(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->action = OPTIONS_VERSION;
	return 0;
}
