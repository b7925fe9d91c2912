/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Samples -> medians, minima and ratios to native, as lines for people and for programs. */
#ifndef PTJAIL_BENCH_TABLE_H
#define PTJAIL_BENCH_TABLE_H

#include <stdio.h>

#include "sides.h"

#define ROUNDS_MAX 50

/* What one workload took, round by round; count 0: not run on that side, or it failed. */
struct results {
	const char *name;
	const char *unit;
	unsigned int count[SIDES_MAX];
	struct sample samples[SIDES_MAX][ROUNDS_MAX];
};

void results_add(struct results *results, size_t side, const struct sample *sample);

void table_head(const struct sides *sides, unsigned int rounds);

/*
 * One row: native's median; for each side the ratio of medians; for ptjail also the ratios of
 * minima and of processor time. `tsv` (may be NULL): a line for each side.
 */
void table_row(const struct sides *sides, struct results *results, FILE *tsv);

#endif
