/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * -0, -i: whom the program takes itself for. Only numbers: names are the jail's affair.
 * --state: where that is kept.
 */
#include "cli/option_table.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The id at *text, up to `end`; (uid_t)-1 is no id to Linux. */
static bool read_id(const char **text, char end, uint32_t *ret_id)
{
	unsigned long number;
	char *after;

	if (!isdigit((unsigned char)**text))
		return false;
	errno = 0;
	number = strtoul(*text, &after, 10);
	if (errno != 0 || number >= UINT32_MAX || (*after != end && *after != '\0'))
		return false;
	*text = after;
	*ret_id = (uint32_t)number;
	return true;
}

int option_apply_root_id(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->fake_root = true;
	parser->options->fake_uid = 0;
	parser->options->fake_gid = 0;
	return 0;
}

int option_apply_change_id(struct option_parser *parser, const char *value)
{
	const char *text = value;
	uint32_t uid;
	uint32_t gid = UINT32_MAX;
	bool valid = read_id(&text, ':', &uid);

	if (valid && *text == ':') {
		text++;
		valid = read_id(&text, '\0', &gid);
	}
	if (!valid)
		return option_fail(parser,
				   "%s wants UID:GID, two numbers such as 1000:1000, not \"%s\"",
				   parser->spelling, value);
	parser->options->fake_root = true;
	parser->options->fake_uid = uid;
	parser->options->fake_gid = gid;
	return 0;
}

int option_apply_state(struct option_parser *parser, const char *value)
{
	if (value[0] == '\0')
		return option_fail(parser, "%s wants a file to keep faked owners in",
				   parser->spelling);
	parser->options->state_file = value;
	return 0;
}

int option_apply_state_format(struct option_parser *parser, const char *value)
{
	if (strcmp(value, "ptjail") != 0 && strcmp(value, "fakeroot") != 0)
		return option_fail(parser, "%s knows ptjail and fakeroot, not \"%s\"",
				   parser->spelling, value);
	parser->options->state_is_fakeroots = value[0] == 'f';
	parser->options->state_format_given = true;
	return 0;
}

int option_apply_mounts(struct option_parser *parser, const char *value)
{
	if (strcmp(value, "done") != 0 && strcmp(value, "refused") != 0)
		return option_fail(parser, "%s wants done or refused, not \"%s\"", parser->spelling,
				   value);
	parser->options->refuse_mounts = strcmp(value, "refused") == 0;
	parser->options->mounts_given = true;
	return 0;
}
