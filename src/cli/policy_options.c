/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The options for what the program may do and whom it may talk to. They are kept in the order
 * given, which counts; what they say is read, and faults in it explained, by policy_load.c.
 */
#include "cli/option_table.h"

#include <errno.h>

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

int option_apply_policy_file(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_FILE, value);
}

int option_apply_deny(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_DENY, value);
}

int option_apply_hide(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_HIDE, value);
}

int option_apply_read_only(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_READ_ONLY, value);
}

int option_apply_net(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_NET, value);
}

int option_apply_connect(struct option_parser *parser, const char *value)
{
	return add_policy(parser, OPTIONS_POLICY_CONNECT, value);
}

int option_apply_strict(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->strict = true;
	return 0;
}

int option_apply_audit(struct option_parser *parser, const char *value)
{
	if (value != NULL && value[0] == '\0')
		return option_fail(parser,
				   "--audit= wants a file; --audit alone writes to standard error");
	parser->options->audit = true;
	parser->options->audit_file = value;
	return 0;
}

int option_apply_learn(struct option_parser *parser, const char *value)
{
	parser->options->learn_file = value;
	return 0;
}
