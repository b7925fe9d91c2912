/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The environment of the guest's first program. Never changes ptjail's own.
 */
#include <string.h>

#include "cli/options.h"

/* What a login finds its programs with; also what execvp(3) falls back to, and sbin. */
#define DEFAULT_PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static const char *find_value(char **environment, const char *name)
{
	size_t length = strlen(name);

	for (; environment != NULL && *environment != NULL; environment++)
		if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
			return *environment + length + 1;
	return NULL;
}

/* Sets NAME=VALUE in `list`, which has room for one more entry and its NULL. */
static bool set_value(char **list, const char *name, const char *value)
{
	size_t length = strlen(name);
	char *entry = talloc_asprintf(list, "%s=%s", name, value);

	if (entry == NULL)
		return false;
	while (*list != NULL && !(strncmp(*list, name, length) == 0 && (*list)[length] == '='))
		list++;
	*list = entry;
	return true;
}

static bool fill_minimal(char **list, char **host_env)
{
	const char *term = find_value(host_env, "TERM");
	char *path = talloc_strdup(list, DEFAULT_PATH);

	if (path == NULL)
		return false;
	list[0] = path;
	return set_value(list, "HOME", "/") && (term == NULL || set_value(list, "TERM", term));
}

char **options_environment(TALLOC_CTX *ctx, const struct options *options, char **host_env,
			   const char *cwd)
{
	size_t host_count = 0;
	char **list;
	bool ok = true;

	while (host_env != NULL && host_env[host_count] != NULL)
		host_count++;
	/* 5: PATH, HOME, TERM, PWD, NULL */
	list = talloc_zero_array(ctx, char *, host_count + options->env_count + 5);
	if (list == NULL)
		return NULL;
	if (options->clear_env)
		ok = fill_minimal(list, host_env);
	else if (host_count > 0)
		memcpy(list, host_env, host_count * sizeof(*list));
	ok = ok && set_value(list, "PWD", cwd);
	for (size_t i = 0; ok && i < options->env_count; i++) {
		const char *value = options->env[i].value;

		if (value == NULL)
			value = find_value(host_env, options->env[i].name);
		if (value != NULL)
			ok = set_value(list, options->env[i].name, value);
	}
	if (ok)
		return list;
	talloc_free(list);
	return NULL;
}
