/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Patterns of paths (policy_match.h): all ways to match are followed at once, one bit each,
 * so that no pattern can make a lookup slow. Must never match a "/" within a name.
 */
#include "policy/policy_match.h"

#include <errno.h>
#include <string.h>

/* The end of a bracket expression that starts at text[0] == '['; NULL: it has none. */
static const char *bracket_end(const char *text, const char *end)
{
	const char *at = text + 1;

	if (at < end && (*at == '!' || *at == '^'))
		at++;
	if (at < end && *at == ']')
		at++;
	while (at < end && *at != ']')
		at++;
	return at < end ? at : NULL;
}

static bool bracket_holds(const char *text, const char *end, unsigned char byte)
{
	const char *at = text + 1;
	bool negated = *at == '!' || *at == '^';
	bool found = false;

	at += negated;
	while (at < end) {
		unsigned char low = (unsigned char)*at;
		unsigned char high = low;

		if (at + 2 < end && at[1] == '-') {
			high = (unsigned char)at[2];
			at += 2;
		}
		found |= byte >= low && byte <= high;
		at++;
	}
	return found != negated;
}

/* One step of a glob: whether `byte` fits, and where the pattern goes on. */
static bool glob_step(const char **glob, char byte)
{
	const char *at = *glob;
	const char *end;

	switch (*at) {
	case '\0':
		return false;
	case '?':
		*glob = at + 1;
		return true;
	case '[':
		end = bracket_end(at, at + strlen(at));
		*glob = end + 1;
		return bracket_holds(at, end, (unsigned char)byte);
	case '\\':
		*glob = at + 2;
		return at[1] == byte;
	default:
		*glob = at + 1;
		return *at == byte;
	}
}

/* A whole name. Only the last "*" is ever gone back to: the earlier ones cannot matter. */
static bool glob_matches(const char *glob, const char *name, size_t length)
{
	const char *end = name + length;
	const char *star = NULL;
	const char *retry = NULL;

	while (name < end) {
		const char *next = glob;

		if (*glob == '*') {
			star = ++glob;
			retry = name;
		} else if (glob_step(&next, *name)) {
			glob = next;
			name++;
		} else if (star != NULL) {
			glob = star;
			name = ++retry;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

static int check_name(const char *text, size_t length, enum policy_name_kind *ret_kind,
		      const char **ret_why, size_t *ret_at)
{
	const char *end = text + length;
	const char *at = text;

	*ret_kind = POLICY_NAME_LITERAL;
	if (length == 2 && memcmp(text, "**", 2) == 0) {
		*ret_kind = POLICY_NAME_ANY_DEPTH;
		return 0;
	}
	if (length == 2 && memcmp(text, "..", 2) == 0) {
		*ret_why = "\"..\" in a place; write the place that is meant";
		*ret_at = 0;
		return -EINVAL;
	}
	for (; at < end; at++) {
		*ret_at = (size_t)(at - text);
		if (*at == '\\') {
			if (++at < end)
				continue;
			*ret_why = "\"\\\" at the end of a name; a byte must follow it";
			return -EINVAL;
		}
		if (at[0] == '*' && at + 1 < end && at[1] == '*') {
			*ret_why = "\"**\" within a name; it must be a whole name, as in **/name";
			return -EINVAL;
		}
		if (*at == '*' || *at == '?' || *at == '[')
			*ret_kind = POLICY_NAME_GLOB;
		if (*at != '[')
			continue;
		at = bracket_end(at, end);
		if (at == NULL) {
			*ret_why = "\"[\" without its \"]\"; write \\[ for a bracket in a name";
			return -EINVAL;
		}
	}
	return 0;
}

static void drop_escapes(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text == '\\' && text[1] != '\0')
			text++;
		*to++ = *text;
	}
	*to = '\0';
}

static int add_name(struct policy_pattern *pattern, const char *text, size_t length,
		    enum policy_name_kind kind)
{
	struct policy_name *names = talloc_realloc(pattern, pattern->names, struct policy_name,
						   pattern->count + 1);

	if (names == NULL)
		return -ENOMEM;
	pattern->names = names;
	names[pattern->count].kind = kind;
	names[pattern->count].text = talloc_strndup(pattern, text, length);
	if (names[pattern->count].text == NULL)
		return -ENOMEM;
	if (kind == POLICY_NAME_LITERAL && pattern->literal_count == pattern->count)
		pattern->literal_count++;
	pattern->count++;
	return 0;
}

static int parse_names(struct policy_pattern *pattern, const char *text, const char **ret_why,
		       size_t *ret_at)
{
	const char *at = text;

	while (*(at += strspn(at, "/")) != '\0') {
		size_t length = strcspn(at, "/");
		enum policy_name_kind kind;
		int status;

		if (length == 1 && *at == '.') {
			pattern->itself_only = at[1] == '\0' || at[1 + strspn(at + 1, "/")] == '\0';
			at++;
			continue;
		}
		*ret_at = (size_t)(at - text);
		if (pattern->count == POLICY_NAMES_MAX) {
			*ret_why = "a place of more than 60 names";
			return -EINVAL;
		}
		status = check_name(at, length, &kind, ret_why, ret_at);
		*ret_at = (size_t)(at - text) + (status < 0 ? *ret_at : 0);
		if (status == 0)
			status = add_name(pattern, at, length, kind);
		if (status < 0)
			return status;
		if (kind == POLICY_NAME_LITERAL)
			drop_escapes(pattern->names[pattern->count - 1].text);
		at += length;
	}
	return 0;
}

int policy_pattern_new(TALLOC_CTX *ctx, const char *text, struct policy_pattern **ret_pattern,
		       const char **ret_why, size_t *ret_at)
{
	struct policy_pattern *pattern;
	int status;

	*ret_at = 0;
	if (text[0] != '/' && strncmp(text, "**/", 3) != 0) {
		*ret_why = "a place that does not start with \"/\" or \"**/\"";
		return -EINVAL;
	}
	pattern = talloc_zero(ctx, struct policy_pattern);
	if (pattern == NULL)
		return -ENOMEM;
	status = parse_names(pattern, text, ret_why, ret_at);
	if (status == 0 && pattern->count > 0 &&
	    pattern->names[pattern->count - 1].kind == POLICY_NAME_ANY_DEPTH) {
		*ret_why = "\"**\" at the end of a place, which holds all below it anyway";
		status = -EINVAL;
	}
	if (status < 0) {
		talloc_free(pattern);
		return status;
	}
	*ret_pattern = pattern;
	return 0;
}

int policy_pattern_moved(TALLOC_CTX *ctx, const struct policy_pattern *pattern, const char *prefix,
			 struct policy_pattern **ret_pattern)
{
	struct policy_pattern *moved = talloc_zero(ctx, struct policy_pattern);
	int status = moved == NULL ? -ENOMEM : 0;

	while (status == 0 && *(prefix += strspn(prefix, "/")) != '\0') {
		size_t length = strcspn(prefix, "/");

		status = moved->count == POLICY_NAMES_MAX
				 ? -E2BIG
				 : add_name(moved, prefix, length, POLICY_NAME_LITERAL);
		prefix += length;
	}
	for (size_t i = pattern->literal_count; status == 0 && i < pattern->count; i++) {
		const struct policy_name *name = &pattern->names[i];

		status = moved->count == POLICY_NAMES_MAX
				 ? -E2BIG
				 : add_name(moved, name->text, strlen(name->text), name->kind);
	}
	if (status < 0) {
		talloc_free(moved);
		return status;
	}
	moved->itself_only = pattern->itself_only;
	*ret_pattern = moved;
	return 0;
}

/* "**" may also stand for no name at all. */
static uint64_t skip_any_depth(const struct policy_pattern *pattern, uint64_t alive)
{
	for (size_t i = 0; i < pattern->count; i++) {
		if ((alive >> i & 1) && pattern->names[i].kind == POLICY_NAME_ANY_DEPTH)
			alive |= UINT64_C(2) << i;
	}
	return alive;
}

static uint64_t step(const struct policy_pattern *pattern, uint64_t alive, const char *name,
		     size_t length)
{
	uint64_t next = 0;

	for (size_t i = 0; i < pattern->count; i++) {
		const struct policy_name *wanted = &pattern->names[i];

		if (!(alive >> i & 1))
			continue;
		switch (wanted->kind) {
		case POLICY_NAME_LITERAL:
			if (strlen(wanted->text) == length &&
			    memcmp(wanted->text, name, length) == 0)
				next |= UINT64_C(2) << i;
			break;
		case POLICY_NAME_GLOB:
			if (glob_matches(wanted->text, name, length))
				next |= UINT64_C(2) << i;
			break;
		case POLICY_NAME_ANY_DEPTH:
			next |= UINT64_C(1) << i;
			break;
		}
	}
	return skip_any_depth(pattern, next);
}

struct policy_progress policy_pattern_run(const struct policy_pattern *pattern, const char *path)
{
	struct policy_progress progress = { .alive = skip_any_depth(pattern, 1) };
	uint64_t whole = UINT64_C(1) << pattern->count;
	bool met = (progress.alive & whole) != 0;

	while (*(path += strspn(path, "/")) != '\0') {
		size_t length = strcspn(path, "/");

		progress.alive = step(pattern, progress.alive, path, length);
		met |= (progress.alive & whole) != 0;
		path += length;
	}
	progress.covered = met && !pattern->itself_only;
	progress.matched = progress.covered || (progress.alive & whole) != 0;
	return progress;
}

char *policy_pattern_prefix(TALLOC_CTX *ctx, const struct policy_pattern *pattern)
{
	char *prefix = talloc_strdup(ctx, pattern->literal_count == 0 ? "/" : "");

	for (size_t i = 0; prefix != NULL && i < pattern->literal_count; i++)
		prefix = talloc_asprintf_append_buffer(prefix, "/%s", pattern->names[i].text);
	return prefix;
}

bool policy_path_is_within(const char *inner, const char *outer)
{
	size_t length = strlen(outer);

	if (length == 1)
		return true;
	return strncmp(inner, outer, length) == 0 &&
	       (inner[length] == '\0' || inner[length] == '/');
}
