/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Runs each workload natively and under the tools of sides.def, in turn, round after round, and
 * prints ratios to native. All see the host's own tree, so that nothing but the tool differs;
 * the scratch directory lies on tmpfs where there is one.
 *
 *   run -p PTJAIL -m MICRO -s SCRATCH-SCRIPT -d SOURCES [-r ROUNDS] [-t TSV] [-o WORK]... [-S SIDES]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sides.h"
#include "table.h"

#define ORDINARY_USER 12345U
#define SECONDS_MAX   120U
#define MICRO_MAX     40

static const struct workload {
	const char *name;
	enum side_kind kind;
	const char *needs;
	const char *prepare;
	const char *work;
} workloads[] = {
#define WORKLOAD(name, kind, needs, prepare, work) { name, kind, needs, prepare, work },
#include "workloads.def"
};

struct bench {
	struct sides sides;
	const char *micro;
	const char *script;
	const char *sources;
	const char *only;
	const char *wanted;
	const char *tsv_name;
	char scratch[64];
	unsigned int rounds;
	FILE *tsv;
};

/* Natively, and not timed. */
static bool prepare(const struct bench *bench, const char *line)
{
	struct sample ignored;

	return line[0] == '\0' || side_run(&bench->sides, SIDE_NATIVE, line, -1, &ignored);
}

/* Each round starts with another side, so that none always follows the same neighbour. */
static void run_workload(struct bench *bench, const struct workload *workload)
{
	static struct results results;
	bool good[SIDES_MAX];
	size_t sides = sides_count();
	char line[512];

	results = (struct results){ .name = workload->name, .unit = "s" };
	(void)snprintf(line, sizeof(line),
		       "for p in %s; do test -e $p || command -v $p || exit 1; done",
		       workload->needs);
	if (!prepare(bench, line)) {
		printf("%-18s left out: needs %s\n", workload->name, workload->needs);
		return;
	}
	memcpy(good, bench->sides.have, sizeof(good));
	bench->sides.limit = SECONDS_MAX;
	for (int round = -1; round < (int)bench->rounds; round++) { /* -1: to warm up */
		for (size_t i = 0; i < sides; i++) {
			size_t side = (i + (size_t)(round + 1)) % sides;
			struct sample sample;

			if (!good[side] || !side_is(side, workload->kind))
				continue;
			if (!prepare(bench, workload->prepare))
				fprintf(stderr, "bench: preparing %s failed\n", workload->name);
			good[side] = side_run(&bench->sides, side, workload->work, -1, &sample);
			if (!good[side])
				fprintf(stderr, "bench: %s failed under %s\n", workload->name,
					side_name(side));
			else if (round >= 0)
				results_add(&results, side, &sample);
			else if (side == SIDE_NATIVE)
				bench->sides.limit = 15U + (unsigned int)(50 * sample.wall);
		}
	}
	for (size_t side = 0; side < sides; side++) {
		if (!good[side])
			results.count[side] = 0;
	}
	table_row(&bench->sides, &results, bench->tsv);
}

/* The microbenchmark prints its own times, the best of several passes. */
static void read_micro(const struct bench *bench, size_t side, struct results *rows,
		       char names[MICRO_MAX][32], unsigned int *count)
{
	FILE *output = tmpfile();
	struct sample sample;
	unsigned int row = 0;

	if (output != NULL &&
	    side_run(&bench->sides, side, "./micro micro.d", fileno(output), &sample)) {
		rewind(output);
		while (row < MICRO_MAX &&
		       fscanf(output, "%31s %lf", names[row], &sample.wall) == 2) {
			sample.cpu = 0;
			results_add(&rows[row++], side, &sample);
		}
		*count = row > *count ? row : *count;
	}
	if (output != NULL)
		(void)fclose(output);
}

static void run_micro(const struct bench *bench)
{
	static struct results rows[MICRO_MAX];
	char names[MICRO_MAX][32];
	unsigned int count = 0;

	if (!prepare(bench, "mkdir -p micro.d"))
		return;
	for (unsigned int row = 0; row < MICRO_MAX; row++)
		rows[row] = (struct results){ .name = names[row], .unit = "ns" };
	for (unsigned int round = 0; round < bench->rounds; round++) {
		for (size_t side = 0; side < sides_count(); side++) {
			if (bench->sides.have[side] && side_is(side, PLAIN))
				read_micro(bench, side, rows, names, &count);
		}
	}
	for (unsigned int row = 0; row < count; row++)
		table_row(&bench->sides, &rows[row], bench->tsv);
}

static bool make_scratch(struct bench *bench)
{
	char command[1024];
	struct stat info;

	(void)snprintf(bench->scratch, sizeof(bench->scratch), "%s/ptjail-bench-XXXXXX",
		       stat("/dev/shm", &info) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(bench->scratch) == NULL)
		return false;
	bench->sides.scratch = bench->scratch;
	bench->sides.user = geteuid() == 0 ? ORDINARY_USER : geteuid();
	bench->sides.limit = SECONDS_MAX;
	(void)snprintf(command, sizeof(command),
		       "'%s' '%s' '%s' && cp '%s' '%s/micro' && cp '%s' '%s/ptjail' && "
		       "{ [ $(id -u) != 0 ] || chown -R %u:%u '%s'; }",
		       bench->script, bench->scratch, bench->sources, bench->micro, bench->scratch,
		       bench->sides.ptjail, bench->scratch, bench->sides.user, bench->sides.user,
		       bench->scratch);
	return system(command) == 0;
}

static int usage(void)
{
	fprintf(stderr, "usage: run -p PTJAIL -m MICRO -s SCRATCH-SCRIPT -d SOURCES [-r ROUNDS] "
			"[-t TSV] [-o 'WORK...'] [-S 'SIDE...']\n");
	return 2;
}

static bool parse(struct bench *bench, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "p:m:s:d:r:t:o:S:")) != -1) {
		switch (option) {
		case 'p':
			bench->sides.ptjail = optarg;
			break;
		case 'm':
			bench->micro = optarg;
			break;
		case 's':
			bench->script = optarg;
			break;
		case 'd':
			bench->sources = optarg;
			break;
		case 'r':
			bench->rounds = (unsigned int)atoi(optarg);
			break;
		case 't':
			bench->tsv_name = optarg;
			break;
		case 'o':
			bench->only = optarg;
			break;
		case 'S':
			bench->wanted = optarg;
			break;
		default:
			return false;
		}
	}
	return bench->sides.ptjail && bench->micro && bench->script && bench->sources &&
	       bench->rounds >= 1 && bench->rounds <= ROUNDS_MAX && optind == argc;
}

int main(int argc, char **argv)
{
	struct bench bench = { .rounds = 5 };
	char command[128];
	char copy[128];

	if (!parse(&bench, argc, argv))
		return usage();
	if (!make_scratch(&bench)) {
		fprintf(stderr, "bench: cannot make the scratch directory\n");
		return 1;
	}
	/* An ordinary user may have no way to where it was built. */
	(void)snprintf(copy, sizeof(copy), "%s/ptjail", bench.scratch);
	bench.sides.ptjail = copy;
	if (bench.tsv_name != NULL && bench.tsv_name[0] != '\0' &&
	    (bench.tsv = fopen(bench.tsv_name, "w")) == NULL)
		fprintf(stderr, "bench: %s: %s\n", bench.tsv_name, strerror(errno));
	sides_probe(&bench.sides, bench.wanted);
	table_head(&bench.sides, bench.rounds);
	if (is_among(bench.only, "micro"))
		run_micro(&bench);
	for (size_t i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++) {
		if (is_among(bench.only, workloads[i].name))
			run_workload(&bench, &workloads[i]);
	}
	if (bench.tsv != NULL)
		(void)fclose(bench.tsv);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", bench.scratch);
	return system(command) == 0 ? 0 : 1;
}
