/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any words as the command line: a sentence of complaint or options that main() can use,
 * and never a wider bind than was asked for.
 */
#include <errno.h>

#include "cli/options.h"
#include "fuzz.h"

#define WORDS_MAX 32

static void check_options(const struct options *options, char **argv, int argc)
{
	INSIST(options->argv >= argv && options->argv <= argv + argc);
	if (options->action != OPTIONS_RUN)
		return;
	INSIST(options->rootfs != NULL);
	for (size_t i = 0; i < options->bind_count; i++) {
		INSIST(options->binds[i].host != NULL && options->binds[i].host[0] != '\0');
		INSIST(options->binds[i].guest != NULL && options->binds[i].guest[0] == '/');
	}
	for (size_t i = 0; i < options->env_count; i++)
		INSIST(options->env[i].name != NULL && options->env[i].name[0] != '\0' &&
		       strchr(options->env[i].name, '=') == NULL);
}

static void check_environment(TALLOC_CTX *ctx, const struct options *options)
{
	char home[] = "HOME=/root", odd[] = "odd", path[] = "PATH=/bin";
	char *host[] = { home, odd, path, NULL };
	char **made = options_environment(ctx, options, host, "/");

	INSIST(made != NULL);
	for (size_t i = 0; made[i] != NULL; i++)
		INSIST(memchr(made[i], '\0', SIZE_MAX / 2 - 1) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *argv[WORDS_MAX + 1] = { NULL };
	struct options *options;
	char *error;
	int argc = 0;
	int status;

	INSIST(ctx != NULL);
	while (input.left > 0 && argc < WORDS_MAX)
		argv[argc++] = input_string(&input, SIZE_MAX);
	status = options_parse(ctx, argc, argv, &options, &error);
	if (status == 0) {
		INSIST(options != NULL && error == NULL);
		check_options(options, argv, argc);
		check_environment(ctx, options);
	} else {
		INSIST(status == -EINVAL && options == NULL && error != NULL && error[0] != '\0');
	}
	talloc_free(ctx);
	while (argc > 0)
		free(argv[--argc]);
	return 0;
}
