/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The options for the program: its root, directory, environment, emulator and end. Must not
 * look at the file system: whether a directory exists is found out, and explained, by who
 * opens it.
 */
#include "cli/option_table.h"

#include <errno.h>
#include <string.h>

int option_apply_rootfs(struct option_parser *parser, const char *value)
{
	if (value[0] == '\0')
		return option_fail(parser,
				   "%s got an empty word; give it the directory that shall be /",
				   parser->spelling);
	parser->options->rootfs = value;
	return 0;
}

int option_apply_cwd(struct option_parser *parser, const char *value)
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

int option_apply_emulator(struct option_parser *parser, const char *value)
{
	if (value[strspn(value, " \t")] == '\0')
		return option_fail(parser,
				   "%s got an empty word; give it an emulator of this host, "
				   "such as qemu-aarch64-static",
				   parser->spelling);
	parser->options->emulator = value;
	return 0;
}

int option_apply_bare(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->bare = true;
	return 0;
}

int option_apply_env(struct option_parser *parser, const char *value)
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

int option_apply_clear_env(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->clear_env = true;
	return 0;
}

int option_apply_kill_on_exit(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->kill_on_exit = true;
	return 0;
}

int option_apply_no_kill_on_exit(struct option_parser *parser, const char *value)
{
	(void)value;
	parser->options->kill_on_exit = false;
	return 0;
}
