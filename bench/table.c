/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See table.h. Sorts the samples in place. */
#include "table.h"

#include <stdlib.h>

#define SIDE_PTJAIL 1 /* its place in sides.def */

struct figures {
	double wall;
	double least;
	double cpu;
};

void results_add(struct results *results, size_t side, const struct sample *sample)
{
	if (results->count[side] < ROUNDS_MAX)
		results->samples[side][results->count[side]++] = *sample;
}

static int by_wall(const void *left, const void *right)
{
	double a = ((const struct sample *)left)->wall;
	double b = ((const struct sample *)right)->wall;

	return a < b ? -1 : a > b ? 1 : 0;
}

static int by_cpu(const void *left, const void *right)
{
	double a = ((const struct sample *)left)->cpu;
	double b = ((const struct sample *)right)->cpu;

	return a < b ? -1 : a > b ? 1 : 0;
}

static struct figures figures_of(struct sample *samples, unsigned int count)
{
	struct figures figures = { 0 };

	if (count == 0)
		return figures;
	qsort(samples, count, sizeof(*samples), by_cpu);
	figures.cpu = (samples[(count - 1) / 2].cpu + samples[count / 2].cpu) / 2;
	qsort(samples, count, sizeof(*samples), by_wall);
	figures.wall = (samples[(count - 1) / 2].wall + samples[count / 2].wall) / 2;
	figures.least = samples[0].wall;
	return figures;
}

void table_head(const struct sides *sides, unsigned int rounds)
{
	printf("wall time as a multiple of native, medians of %u interleaved rounds; (min) and (cpu): "
	       "ptjail's\nfastest round by native's fastest, user and system time by native's\n\n",
	       rounds);
	printf("%-18s %9s", "work", "native");
	for (size_t side = SIDE_PTJAIL; side < sides_count(); side++) {
		if (sides->have[side])
			printf(" %8s", side_name(side));
		if (sides->have[side] && side == SIDE_PTJAIL)
			printf("  (min)  (cpu)");
	}
	printf("\n");
	(void)fflush(stdout);
}

static void print_ratio(double value, double native, int width)
{
	if (value > 0 && native > 0)
		printf(" %*.2f", width, value / native);
	else
		printf(" %*s", width, "-");
}

void table_row(const struct sides *sides, struct results *results, FILE *tsv)
{
	struct figures figures[SIDES_MAX];
	const struct figures *native = &figures[SIDE_NATIVE];

	for (size_t side = 0; side < sides_count(); side++) {
		figures[side] = figures_of(results->samples[side], results->count[side]);
		if (tsv != NULL && results->count[side] > 0)
			fprintf(tsv, "%s\t%s\t%s\t%u\t%.6f\t%.6f\t%.6f\n", results->name,
				results->unit, side_name(side), results->count[side],
				figures[side].wall, figures[side].least, figures[side].cpu);
	}
	printf("%-18s %7.*f%-2s", results->name, results->unit[0] == 'n' ? 0 : 3, native->wall,
	       results->unit);
	for (size_t side = SIDE_PTJAIL; side < sides_count(); side++) {
		if (!sides->have[side])
			continue;
		print_ratio(figures[side].wall, native->wall, 8);
		if (side == SIDE_PTJAIL) {
			print_ratio(figures[side].least, native->least, 6);
			print_ratio(figures[side].cpu, native->cpu, 6);
		}
	}
	printf("\n");
	(void)fflush(stdout);
	if (tsv != NULL)
		(void)fflush(tsv);
}
