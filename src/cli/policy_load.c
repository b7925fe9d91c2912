/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See policy_load.h. The only place that reads a policy file. */
#include "cli/policy_load.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX_BYTES (1U << 20)

struct loader {
	TALLOC_CTX *ctx;
	struct policy *policy;
	char **error;
};

static int PRINTF_LIKE(2, 3) refuse(struct loader *loader, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*loader->error = talloc_vasprintf(loader->ctx, format, args);
	va_end(args);
	return -EINVAL;
}

static int read_file(struct loader *loader, const char *name, char **ret_text, size_t *ret_size)
{
	FILE *file = fopen(name, "re");
	size_t size;

	if (file == NULL)
		return refuse(loader, "the policy \"%s\" cannot be read: %s", name,
			      strerror(errno));
	*ret_text = talloc_size(loader->policy, FILE_MAX_BYTES + 1);
	size = *ret_text == NULL ? 0 : fread(*ret_text, 1, FILE_MAX_BYTES + 1, file);
	if (ferror(file)) {
		int error = errno;

		(void)fclose(file);
		return refuse(loader, "the policy \"%s\" cannot be read: %s", name,
			      strerror(error));
	}
	(void)fclose(file);
	if (*ret_text == NULL)
		return -ENOMEM;
	if (size > FILE_MAX_BYTES)
		return refuse(loader,
			      "the policy \"%s\" is larger than 1 MiB; is it the right file?",
			      name);
	*ret_size = size;
	return 0;
}

static int load_file(struct loader *loader, const char *name)
{
	struct policy_error error;
	size_t size = 0;
	char *text = NULL;
	int status = read_file(loader, name, &text, &size);

	if (status == 0)
		status = policy_parse(loader->policy, text, size, &error);
	else
		return status;
	talloc_free(text);
	if (status == -EINVAL)
		return refuse(loader, "%s:%u:%u: %s", name, error.line, error.column, error.text);
	return status;
}

static int add_place(struct loader *loader, enum policy_action action, const char *place)
{
	const char *why;
	size_t at;
	int status = policy_add(loader->policy, action, POLICY_ALL, place, 0, &why, &at);

	if (status == -EINVAL)
		return refuse(loader, "--%s %s: at byte %zu: %s", policy_action_name(action), place,
			      at + 1, why);
	return status;
}

static int add_net(struct loader *loader, const char *word)
{
	struct policy_net *net = &loader->policy->net;

	if (policy_net_mode_of(word, strlen(word), &net->mode) < 0)
		return refuse(loader, "--net wants none, loopback or full, not \"%s\"", word);
	net->has_mode = true;
	return 0;
}

static int add_destination(struct loader *loader, const char *text)
{
	const char *why;
	int status = policy_net_allow(loader->policy, &loader->policy->net, text, &why);

	if (status == -EINVAL)
		return refuse(loader, "--connect %s: %s", text, why);
	return status;
}

static int load_word(struct loader *loader, const struct options_policy *word)
{
	switch (word->kind) {
	case OPTIONS_POLICY_FILE:
		return load_file(loader, word->value);
	case OPTIONS_POLICY_DENY:
		return add_place(loader, POLICY_DENY, word->value);
	case OPTIONS_POLICY_HIDE:
		return add_place(loader, POLICY_HIDE, word->value);
	case OPTIONS_POLICY_READ_ONLY:
		return add_place(loader, POLICY_READ_ONLY, word->value);
	case OPTIONS_POLICY_NET:
		return add_net(loader, word->value);
	case OPTIONS_POLICY_CONNECT:
		return add_destination(loader, word->value);
	}
	return -EINVAL;
}

int policy_load(TALLOC_CTX *ctx, const struct options *options, struct policy **ret_policy,
		char **ret_error)
{
	struct loader loader = { .ctx = ctx, .error = ret_error };
	int status = 0;

	*ret_policy = NULL;
	*ret_error = NULL;
	if (options->policy_count == 0 && !options->strict && !options->audit &&
	    options->learn_file == NULL)
		return 0;
	loader.policy = policy_new(ctx);
	if (loader.policy == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < options->policy_count && status == 0; i++)
		status = load_word(&loader, &options->policy[i]);
	if (status < 0) {
		talloc_free(loader.policy);
		return status;
	}
	if (options->strict) {
		loader.policy->net.members_only = true;
		if (!loader.policy->net.has_mode)
			loader.policy->net.mode = POLICY_NET_NONE;
	}
	*ret_policy = loader.policy;
	return 0;
}
