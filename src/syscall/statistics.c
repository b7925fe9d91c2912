/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See statistics.h. Reads counters only. */
#include "syscall/statistics.h"

#include <stdlib.h>

#include "syscall/table.h"

static const struct jail *sorted_jail;

static int by_count(const void *left, const void *right)
{
	uint64_t a = sorted_jail->stops_by_call[*(const unsigned int *)left];
	uint64_t b = sorted_jail->stops_by_call[*(const unsigned int *)right];

	return a < b ? 1 : a > b ? -1 : 0;
}

static void print_calls(const struct jail *jail, FILE *file)
{
	unsigned int order[CALL_COUNT];

	for (unsigned int i = 0; i < CALL_COUNT; i++)
		order[i] = i;
	sorted_jail = jail;
	qsort(order, CALL_COUNT, sizeof(order[0]), by_count);
	for (unsigned int i = 0; i < CALL_COUNT && jail->stops_by_call[order[i]] > 0; i++)
		fprintf(file, "%10llu  %s\n", (unsigned long long)jail->stops_by_call[order[i]],
			table_row((enum call_id)order[i])->name);
}

void statistics_print(const struct jail *jail, FILE *file)
{
	const struct engine_stats *stats = &jail->engine->stats;
	const struct {
		const char *name;
		uint64_t count;
	} kinds[] = {
		{ "entry of a system call", stats->stops_syscall_entry },
		{ "exit of a rewritten call", stats->stops_syscall_exit },
		{ "call made for the tracer", stats->stops_remote },
		{ "signal", stats->stops_signal },
		{ "group stop", stats->stops_group },
		{ "fork, vfork, clone", stats->stops_fork },
		{ "first stop of a new thread", stats->stops_birth },
		{ "exec", stats->stops_exec },
		{ "end of a thread", stats->stops_death },
	};
	uint64_t total = 0;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		total += kinds[i].count;
	fprintf(file, "ptjail: %llu stops\n", (unsigned long long)total);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		fprintf(file, "%10llu  %s\n", (unsigned long long)kinds[i].count, kinds[i].name);
	fprintf(file, "%10llu  of them to let the calls of a site stop no more\n",
		(unsigned long long)jail->sites_replaced);
	fprintf(file, "ptjail: stopped calls\n");
	print_calls(jail, file);
}
