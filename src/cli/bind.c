/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Reads HOST[:GUEST][:ro|:rw][!]. Only the words: whether HOST exists is found out by who
 * opens it. Must never widen a right on a word it does not understand.
 */
#include "cli/option_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BIND_WORDS_MAX 3

/* Cuts `text` at each unescaped ':' and drops the escapes of "\:", "\!" and "\\". */
static int split_words(TALLOC_CTX *ctx, const char *text, char *words[BIND_WORDS_MAX],
		       size_t *ret_count, bool *ret_no_follow)
{
	char *out = talloc_size(ctx, strlen(text) + 1);
	size_t count = 1;

	if (out == NULL)
		return -ENOMEM;
	*ret_no_follow = false;
	words[0] = out;
	for (const char *in = text; *in != '\0'; in++) {
		if (*in == '\\' && in[1] != '\0' && strchr(":!\\", in[1]) != NULL) {
			*out++ = *++in;
		} else if (*in == '!' && (in[1] == '\0' || (in[1] == ':' && count == 2))) {
			*ret_no_follow = true;
		} else if (*in == ':') {
			if (count == BIND_WORDS_MAX)
				return -E2BIG;
			*out++ = '\0';
			words[count++] = out;
		} else {
			*out++ = *in;
		}
	}
	*out = '\0';
	*ret_count = count;
	return 0;
}

int option_absolute(struct option_parser *parser, const char *path, const char **ret_path)
{
	TALLOC_CTX *ctx = parser->options;
	char *cwd;

	if (path[0] == '/') {
		*ret_path = path;
		return 0;
	}
	cwd = getcwd(NULL, 0);
	if (cwd == NULL)
		return -errno;
	if (strcmp(path, ".") == 0)
		*ret_path = talloc_strdup(ctx, cwd);
	else
		*ret_path = talloc_asprintf(ctx, "%s/%s", strcmp(cwd, "/") == 0 ? "" : cwd, path);
	free(cwd);
	return *ret_path != NULL ? 0 : -ENOMEM;
}

static bool word_is_right(const char *word, bool *ret_read_only)
{
	*ret_read_only = strcmp(word, "ro") == 0;
	return *ret_read_only || strcmp(word, "rw") == 0;
}

/* The words into *bind; the last one may be a right. */
static int fill_bind(struct option_parser *parser, struct options_bind *bind, char **words,
		     size_t count, const char *value)
{
	int result;

	if (count > 1 && word_is_right(words[count - 1], &bind->read_only))
		count--;
	else if (count == BIND_WORDS_MAX)
		return option_fail(
			parser, "%s %s: after the second colon only ro or rw may stand, not \"%s\"",
			parser->spelling, value, words[count - 1]);
	if (words[0][0] == '\0')
		return option_fail(parser, "%s %s names no host path before the colon",
				   parser->spelling, value);
	bind->host = words[0];
	if (count > 1) {
		if (words[1][0] != '/')
			return option_fail(
				parser,
				"%s %s: the place in the jail must start with /, not be \"%s\" "
				"(write \\: for a colon in a name)",
				parser->spelling, value, words[1]);
		bind->guest = words[1];
		return 0;
	}
	result = option_absolute(parser, bind->host, &bind->guest);
	if (result == -ENOMEM)
		return result;
	if (result != 0)
		return option_fail(parser,
				   "%s %s: the current directory has no name any more, so give "
				   "HOST:GUEST with absolute paths",
				   parser->spelling, value);
	return 0;
}

static struct options_bind *new_bind(struct options *options)
{
	struct options_bind *binds = talloc_realloc(options, options->binds, struct options_bind,
						    options->bind_count + 1);

	if (binds == NULL)
		return NULL;
	options->binds = binds;
	binds[options->bind_count] = (struct options_bind){ 0 };
	return &binds[options->bind_count];
}

int option_add_bind(struct option_parser *parser, const char *host, const char *guest,
		    bool optional)
{
	struct options_bind *bind = new_bind(parser->options);

	if (bind == NULL)
		return -ENOMEM;
	*bind = (struct options_bind){ .host = host, .guest = guest, .optional = optional };
	parser->options->bind_count++;
	return 0;
}

int option_apply_bind(struct option_parser *parser, const char *value)
{
	struct options *options = parser->options;
	struct options_bind *bind = new_bind(options);
	char *words[BIND_WORDS_MAX] = { NULL };
	size_t count = 0;
	int result;

	if (bind == NULL)
		return -ENOMEM;
	result = split_words(options, value, words, &count, &bind->no_follow);
	if (result == -E2BIG)
		return option_fail(parser,
				   "%s %s has too many colons; write \\: for a colon in a name",
				   parser->spelling, value);
	if (result == 0)
		result = fill_bind(parser, bind, words, count, value);
	if (result == 0)
		options->bind_count++;
	return result;
}
