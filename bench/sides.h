/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tools that are compared: how each runs a line of shell, and which are there. Started by
 * root, everything runs as an ordinary user without capabilities.
 */
#ifndef PTJAIL_BENCH_SIDES_H
#define PTJAIL_BENCH_SIDES_H

#include <stdbool.h>
#include <stddef.h>

enum side_kind { BOTH, PLAIN, FAKED };

enum {
	SIDE_NATIVE, /* the first of sides.def, what all others are measured by */
	SIDES_MAX = 16,
};

struct sides {
	const char *ptjail;
	const char *scratch;
	unsigned int user;  /* uid and gid of everything that is run */
	unsigned int limit; /* seconds that one run may take; run.c sets it by native's */
	bool have[SIDES_MAX];
};

/* What one run took, in seconds. */
struct sample {
	double wall;
	double cpu; /* user and system time of everything that was waited for */
};

size_t sides_count(void);
const char *side_name(size_t side);
bool side_is(size_t side, enum side_kind kind);

/* Tries every side that `wanted` (names between spaces; NULL: all) holds; says which fail. */
void sides_probe(struct sides *sides, const char *wanted);

/* Runs `line` in the scratch directory, its output to `output` (-1: nowhere). */
bool side_run(const struct sides *sides, size_t side, const char *line, int output,
	      struct sample *ret_sample);

/* Whether `word` is among the words of `list`; NULL: every word is. */
bool is_among(const char *list, const char *word);

#endif
