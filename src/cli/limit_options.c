/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The options that limit what a jail may use (option_table.c has their rows). Amounts are
 * read here and compared with nothing: whether the host has that much is not asked.
 */
#include <errno.h>
#include <string.h>

#include "cli/option_table.h"
#include "cli/quantity.h"

/* Below this the loader itself has no descriptors left. */
#define FILES_LEAST 16U
#define FILES_MOST  1048576U
/* KERNEL: PID_MAX_LIMIT; no host has more. */
#define PROCESSES_MOST 4194304U

static int fail_amount(struct option_parser *parser, int status, const char *value,
		       const char *wanted)
{
	if (status == -ERANGE)
		return option_fail(parser, "%s cannot be \"%s\": %s", parser->spelling, value,
				   wanted);
	return option_fail(parser, "%s wants %s, not \"%s\"", parser->spelling, wanted, value);
}

static int apply_time_to(struct option_parser *parser, const char *value, uint64_t *ret_time)
{
	int status = quantity_parse_time(value, ret_time);

	return status == 0 ? 0
			   : fail_amount(parser, status, value,
					 "seconds above 0, such as 10, 0.5, 5m or 2h");
}

static int apply_size_to(struct option_parser *parser, const char *value, uint64_t *ret_size)
{
	int status = quantity_parse_size(value, ret_size);

	return status == 0 ? 0
			   : fail_amount(parser, status, value,
					 "a size above 0, such as 64M, 1.5G or 100000 (bytes)");
}

int option_apply_time(struct option_parser *parser, const char *value)
{
	return apply_time_to(parser, value, &parser->options->limits.time);
}

int option_apply_cpu(struct option_parser *parser, const char *value)
{
	return apply_time_to(parser, value, &parser->options->limits.cpu);
}

int option_apply_memory(struct option_parser *parser, const char *value)
{
	return apply_size_to(parser, value, &parser->options->limits.memory);
}

int option_apply_output(struct option_parser *parser, const char *value)
{
	return apply_size_to(parser, value, &parser->options->limits.output);
}

/* "N" or "N:kill"; *ret_end: what is beyond it ends the run. */
static int parse_count(const char *value, unsigned int least, unsigned int most,
		       unsigned int *ret_count, bool *ret_end)
{
	const char *end = strchr(value, ':');
	char *number = talloc_strndup(NULL, value,
				      end == NULL ? strlen(value) : (size_t)(end - value));
	int status;

	if (number == NULL)
		return -ENOMEM;
	status = end != NULL && strcmp(end, ":kill") != 0
			 ? -EINVAL
			 : quantity_parse_count(number, least, most, ret_count);
	talloc_free(number);
	*ret_end = end != NULL;
	return status;
}

int option_apply_processes(struct option_parser *parser, const char *value)
{
	struct options_limits *limits = &parser->options->limits;
	int status = parse_count(value, 1, PROCESSES_MOST, &limits->processes,
				 &limits->processes_end);

	return status == 0
		       ? 0
		       : fail_amount(parser, status, value,
				     "a number from 1 to 4194304, or such a number and \":kill\"");
}

int option_apply_files(struct option_parser *parser, const char *value)
{
	struct options_limits *limits = &parser->options->limits;
	int status = parse_count(value, FILES_LEAST, FILES_MOST, &limits->files,
				 &limits->files_end);

	return status == 0
		       ? 0
		       : fail_amount(parser, status, value,
				     "a number from 16 to 1048576, or such a number and \":kill\"");
}

int option_apply_report(struct option_parser *parser, const char *value)
{
	if (value[0] == '\0')
		return option_fail(parser, "%s wants a file to write to", parser->spelling);
	parser->options->report_file = value;
	return 0;
}
