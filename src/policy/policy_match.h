/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Places: patterns of absolute paths. A place holds what it names and all that lies below.
 *
 *   /usr/lib         that and below           /            everything
 *   /home/x/.ssh     with "*", "?" or "[a-z]" within a name, e.g. in place of the x
 *   ** and name      the name at any depth: "**", a slash, "name"; also below a fixed prefix
 *   /etc/.           /etc itself and nothing below it
 *
 * Matching takes time linear in the path and the pattern, whatever either says.
 */
#ifndef PTJAIL_POLICY_POLICY_MATCH_H
#define PTJAIL_POLICY_POLICY_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "util/compiler.h"

#define POLICY_NAMES_MAX 60U /* components of a pattern */

struct policy_name {
	char *text; /* literal: unescaped; else with its escapes */
	enum policy_name_kind {
		POLICY_NAME_LITERAL,
		POLICY_NAME_GLOB,
		POLICY_NAME_ANY_DEPTH, /* ** */
	} kind;
};

struct policy_pattern {
	struct policy_name *names;
	size_t count;
	size_t literal_count; /* leading literal names */
	bool itself_only;
};

/* How far a path got in a pattern. */
struct policy_progress {
	uint64_t alive; /* bit i: i names of the pattern are used up */
	bool matched;   /* the path is held by the place */
	bool covered;   /* and so is all that lies below it */
};

/* -EINVAL: *ret_why (static) says what is wrong, *ret_at at which byte; -ENOMEM. */
int policy_pattern_new(TALLOC_CTX *ctx, const char *text, struct policy_pattern **ret_pattern,
		       const char **ret_why, size_t *ret_at) MUST_CHECK;

/*
 * The pattern with another literal beginning, whose bytes all stand for themselves. -E2BIG:
 * more names than a pattern has.
 */
int policy_pattern_moved(TALLOC_CTX *ctx, const struct policy_pattern *pattern, const char *prefix,
			 struct policy_pattern **ret_pattern) MUST_CHECK;

struct policy_progress policy_pattern_run(const struct policy_pattern *pattern, const char *path);

/* The literal beginning as a path ("/" when there is none); NULL: no memory. */
char *policy_pattern_prefix(TALLOC_CTX *ctx, const struct policy_pattern *pattern);

/* `inner` is `outer` or lies below it, both without a slash at the end (but "/"). */
bool policy_path_is_within(const char *inner, const char *outer);

#endif
