/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The text of a policy -> rules (policy.h has the format). Reads bytes only; every refusal
 * has its line, its column and what was expected there.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "policy/policy.h"

#define LINE_MAX_BYTES (POLICY_LINE_MAX + 1U)

struct reader {
	struct policy *policy;
	struct policy_error *error;
	const char *start; /* of the line */
	const char *at;
	const char *end;
	unsigned int line;
};

static int PRINTF_LIKE(3, 4)
	refuse(struct reader *reader, const char *where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	reader->error->line = reader->line;
	reader->error->column = (unsigned int)(where - reader->start) + 1;
	reader->error->text = talloc_vasprintf(reader->policy, format, args);
	va_end(args);
	return reader->error->text == NULL ? -ENOMEM : -EINVAL;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static void skip_blanks(struct reader *reader)
{
	while (reader->at < reader->end && is_blank(*reader->at))
		reader->at++;
	if (reader->at < reader->end && *reader->at == '#')
		reader->at = reader->end;
}

static size_t word_length(const struct reader *reader)
{
	const char *at = reader->at;

	while (at < reader->end && !is_blank(*at))
		at++;
	return (size_t)(at - reader->at);
}

/* What is printed of a word in a sentence: not all of a hostile one. */
static int shown(size_t length)
{
	return length > 60 ? 60 : (int)length;
}

static bool word_is(const struct reader *reader, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(reader->at, word, length) == 0;
}

static int end_of_line(struct reader *reader)
{
	skip_blanks(reader);
	if (reader->at == reader->end)
		return 0;
	return refuse(reader, reader->at,
		      "\"%.*s\" is too much; expected the end of the line (a place with blanks "
		      "stands in double quotes)",
		      shown(word_length(reader)), reader->at);
}

static int read_classes(struct reader *reader, unsigned int *ret_classes)
{
	*ret_classes = POLICY_ALL;
	if (*reader->at == '/' || *reader->at == '"' || *reader->at == '*')
		return 0;
	*ret_classes = 0;
	for (;;) {
		size_t length = 0;
		unsigned int classes;

		while (reader->at + length < reader->end && reader->at[length] != ',' &&
		       !is_blank(reader->at[length]))
			length++;
		classes = policy_classes_of_word(reader->at, length);
		if (classes == 0)
			return refuse(reader, reader->at,
				      "\"%.*s\" is no class; expected look, read, write, create, "
				      "remove, meta, exec, connect, change or all, or a place that "
				      "starts with \"/\" or \"**/\"",
				      shown(length), reader->at);
		*ret_classes |= classes;
		reader->at += length;
		if (reader->at == reader->end || *reader->at != ',')
			break;
		reader->at++;
	}
	skip_blanks(reader);
	if (reader->at < reader->end)
		return 0;
	return refuse(reader, reader->at,
		      "no place; expected one that starts with \"/\" or \"**/\"");
}

/* A place up to a blank, or in quotes. Escapes stay, but for those of blanks, # and quotes. */
static int read_place(struct reader *reader, char place[LINE_MAX_BYTES])
{
	const char *start = reader->at;
	bool quoted = *reader->at == '"';
	size_t length = 0;

	reader->at += quoted;
	while (reader->at < reader->end && (quoted ? *reader->at != '"' : !is_blank(*reader->at))) {
		if (*reader->at == '\\' && reader->at + 1 < reader->end) {
			if (strchr(" \t#\"", reader->at[1]) == NULL)
				place[length++] = '\\';
			reader->at++;
		}
		place[length++] = *reader->at++;
	}
	place[length] = '\0';
	if (!quoted)
		return 0;
	if (reader->at == reader->end)
		return refuse(reader, start, "a quote without its end; expected another \"");
	reader->at++;
	return 0;
}

static int read_rule(struct reader *reader, enum policy_action action)
{
	char place[LINE_MAX_BYTES];
	unsigned int classes;
	const char *start;
	const char *why;
	size_t at;
	int status;

	skip_blanks(reader);
	if (reader->at == reader->end)
		return refuse(reader, reader->at,
			      "nothing after \"%s\"; expected classes and a place, or a place",
			      policy_action_name(action));
	start = reader->at;
	status = read_classes(reader, &classes);
	if (status == 0 && action == POLICY_READ_ONLY && classes != POLICY_ALL &&
	    (classes & ~POLICY_CHANGES) != 0)
		return refuse(reader, start,
			      "read-only is about changes; expected write, create, remove, meta or "
			      "no class");
	start = reader->at;
	if (status == 0)
		status = read_place(reader, place);
	if (status == 0)
		status = end_of_line(reader);
	if (status < 0)
		return status;
	status = policy_add(reader->policy, action, classes, place, reader->line, &why, &at);
	return status == -EINVAL ? refuse(reader, start + at, "%s", why) : status;
}

static int read_net(struct reader *reader)
{
	struct policy_net *net = &reader->policy->net;
	size_t length;

	skip_blanks(reader);
	length = word_length(reader);
	if (policy_net_mode_of(reader->at, length, &net->mode) < 0)
		return refuse(reader, reader->at,
			      "\"%.*s\" is no network; expected none, loopback or full",
			      shown(length), reader->at);
	net->has_mode = true;
	reader->at += length;
	return end_of_line(reader);
}

static int read_connect(struct reader *reader)
{
	const char *why;
	char word[96];
	size_t length;
	int status;

	skip_blanks(reader);
	length = word_length(reader);
	memcpy(word, reader->at, length < sizeof(word) ? length : sizeof(word) - 1);
	word[length < sizeof(word) ? length : sizeof(word) - 1] = '\0';
	status = policy_net_allow(reader->policy, &reader->policy->net, word, &why);
	if (status == -EINVAL)
		return refuse(reader, reader->at, "%s", why);
	reader->at += length;
	return status < 0 ? status : end_of_line(reader);
}

static int read_line(struct reader *reader)
{
	size_t length;

	skip_blanks(reader);
	if (reader->at == reader->end)
		return 0;
	length = word_length(reader);
	for (unsigned int i = POLICY_ALLOW; i <= POLICY_READ_ONLY; i++) {
		if (word_is(reader, length, policy_action_name((enum policy_action)i))) {
			reader->at += length;
			return read_rule(reader, (enum policy_action)i);
		}
	}
	if (word_is(reader, length, "net")) {
		reader->at += length;
		return read_net(reader);
	}
	if (word_is(reader, length, "connect")) {
		reader->at += length;
		return read_connect(reader);
	}
	return refuse(
		reader, reader->at,
		"\"%.*s\" begins no line; expected allow, deny, hide, read-only, net, connect "
		"or a comment (#)",
		shown(length), reader->at);
}

int policy_parse(struct policy *policy, const char *text, size_t size,
		 struct policy_error *ret_error)
{
	struct reader reader = { .policy = policy, .error = ret_error, .at = text };
	const char *end = text + size;
	int status = 0;

	*ret_error = (struct policy_error){ .line = 0 };
	while (status == 0 && reader.at < end) {
		const char *newline = memchr(reader.at, '\n', (size_t)(end - reader.at));
		const char *zero;

		reader.start = reader.at;
		reader.end = newline == NULL ? end : newline;
		reader.line++;
		zero = memchr(reader.start, '\0', (size_t)(reader.end - reader.start));
		if (zero != NULL)
			return refuse(&reader, zero, "a zero byte; expected text");
		if (reader.end - reader.start >= LINE_MAX_BYTES)
			return refuse(&reader, reader.start + LINE_MAX_BYTES - 1,
				      "a line that is too long; expected at most %d bytes",
				      LINE_MAX_BYTES - 1);
		status = read_line(&reader);
		reader.at = newline == NULL ? end : newline + 1;
	}
	return status;
}
