/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Runs each workload natively, under ptjail and under proot, in turn, round after round,
 * and prints medians and ratios to native. All three see the host's own tree (`-r /`), so
 * that nothing but the tool differs; the scratch directory lies on tmpfs where there is one.
 *
 *   run PTJAIL MICRO SCRATCH-SCRIPT ROUNDS [TSV-FILE] [ONLY]
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS_MAX 50
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum side { NATIVE, PTJAIL, PROOT, SIDES };

static const char *const side_names[SIDES] = { "native", "ptjail", "proot" };

static const struct workload {
	const char *name;
	const char *needs;
	const char *prepare;
	const char *work;
} workloads[] = {
#define WORKLOAD(name, needs, prepare, work) { name, needs, prepare, work },
#include "workloads.def"
};

struct bench {
	const char *ptjail;
	const char *micro;
	char scratch[64];
	bool have[SIDES];
	FILE *tsv;
};

static double now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Runs `line` by sh on one side, in the scratch directory; output to `output` or nowhere. */
static bool run_line(const struct bench *bench, enum side side, const char *line, int output)
{
	char bind[160];
	const char *const native[] = { "sh", "-c", line, NULL };
	const char *const ptjail[] = { bench->ptjail, "-r", "/", "-b", bind, "-w", bench->scratch,
				       "--", "sh", "-c", line, NULL };
	const char *const proot[] = { "proot", "-r", "/", "-b", bind, "-w", bench->scratch,
				      "sh", "-c", line, NULL };
	const char *const *const commands[SIDES] = { native, ptjail, proot };
	int status;
	pid_t pid;

	(void)snprintf(bind, sizeof(bind), "%s:%s", bench->scratch, bench->scratch);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		if (chdir(bench->scratch) < 0 || dup2(null, 0) < 0 ||
		    dup2(output >= 0 ? output : null, 1) < 0)
			_exit(126);
		(void)setenv("LANG", "C", 1);
		(void)execvp(commands[side][0], (char *const *)commands[side]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return a < b ? -1 : a > b ? 1 : 0;
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return count % 2 == 1 ? values[count / 2]
			      : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void print_row(const struct bench *bench, const char *name, const char *unit,
		      const double *medians)
{
	printf("%-16s %10.3f %-3s", name, medians[NATIVE], unit);
	for (int side = PTJAIL; side < SIDES; side++) {
		if (medians[side] > 0)
			printf(" %9.2fx", medians[side] / medians[NATIVE]);
		else
			printf(" %10s", "-");
	}
	printf("\n");
	(void)fflush(stdout);
	if (bench->tsv != NULL)
		fprintf(bench->tsv, "%s\t%s\t%.6f\t%.6f\t%.6f\n", name, unit, medians[NATIVE],
			medians[PTJAIL], medians[PROOT]);
}

static bool has_all(const char *needs)
{
	char command[256];

	(void)snprintf(command, sizeof(command),
		       "for p in %s; do command -v $p >/dev/null || exit 1; done", needs);
	return system(command) == 0;
}

static void run_workload(const struct bench *bench, const struct workload *workload, int rounds)
{
	double times[SIDES][ROUNDS_MAX];
	double medians[SIDES] = { 0 };
	bool good[SIDES];

	if (!has_all(workload->needs)) {
		printf("%-16s left out: needs %s\n", workload->name, workload->needs);
		return;
	}
	memcpy(good, bench->have, sizeof(good));
	for (int round = -1; round < rounds; round++) { /* -1: to warm up, not counted */
		for (int side = 0; side < SIDES; side++) {
			double start;

			if (!good[side])
				continue;
			if (workload->prepare[0] != '\0' &&
			    !run_line(bench, NATIVE, workload->prepare, -1))
				fprintf(stderr, "%s: preparing failed\n", workload->name);
			start = now();
			if (!run_line(bench, (enum side)side, workload->work, -1)) {
				fprintf(stderr, "%s: failed under %s\n", workload->name,
					side_names[side]);
				good[side] = false;
			}
			if (round >= 0)
				times[side][round] = now() - start;
		}
	}
	for (int side = 0; side < SIDES; side++) {
		if (good[side])
			medians[side] = median(times[side], rounds);
	}
	if (medians[NATIVE] > 0)
		print_row(bench, workload->name, "s", medians);
}

/* The microbenchmark prints its own times: the best over the rounds on each side. */
static void run_micro(const struct bench *bench, int rounds)
{
	char names[16][32];
	double best[16][SIDES] = { { 0 } };
	int count = 0;
	char line[512];

	(void)snprintf(line, sizeof(line), "mkdir -p micro.d && cp '%s' ./micro && ./micro micro.d",
		       bench->micro);
	(void)run_line(bench, NATIVE, line, -1);
	for (int round = 0; round < rounds; round++) {
		for (int side = 0; side < SIDES; side++) {
			FILE *output = tmpfile();
			double ns;
			int row = 0;

			if (output == NULL || !bench->have[side] ||
			    !run_line(bench, (enum side)side, "./micro micro.d", fileno(output)))
				goto next;
			rewind(output);
			while (row < 16 && fscanf(output, "%31s %lf", names[row], &ns) == 2) {
				if (best[row][side] == 0 || ns < best[row][side])
					best[row][side] = ns;
				row++;
			}
			count = row > count ? row : count;
next:
			if (output != NULL)
				(void)fclose(output);
		}
	}
	for (int row = 0; row < count; row++)
		print_row(bench, names[row], "ns", best[row]);
}

static bool make_scratch(struct bench *bench, const char *script)
{
	char command[512];
	struct stat info;

	(void)snprintf(bench->scratch, sizeof(bench->scratch), "%s/ptjail-bench-XXXXXX",
		       stat("/dev/shm", &info) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(bench->scratch) == NULL)
		return false;
	(void)snprintf(command, sizeof(command), "'%s' '%s'", script, bench->scratch);
	return system(command) == 0;
}

int main(int argc, char **argv)
{
	struct bench bench = { .have = { true, true, false } };
	int rounds = argc > 4 ? atoi(argv[4]) : 0;
	const char *only = argc > 6 ? argv[6] : NULL;
	char command[128];

	if (argc < 5 || rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: run PTJAIL MICRO SCRATCH-SCRIPT ROUNDS [TSV-FILE] [ONLY]\n");
		return 2;
	}
	bench.ptjail = argv[1];
	bench.micro = argv[2];
	bench.have[PROOT] = has_all("proot");
	if (!make_scratch(&bench, argv[3])) {
		fprintf(stderr, "bench: cannot make the scratch directory\n");
		return 1;
	}
	if (argc > 5 && argv[5][0] != '\0')
		bench.tsv = fopen(argv[5], "w");
	printf("%-16s %14s %10s %10s   (medians of %d interleaved rounds)\n", "work", "native",
	       "ptjail", "proot", rounds);
	if (only == NULL || strcmp(only, "micro") == 0)
		run_micro(&bench, rounds < 5 ? rounds : 5);
	for (size_t i = 0; i < ARRAY_SIZE(workloads); i++) {
		if (only == NULL || strcmp(only, workloads[i].name) == 0)
			run_workload(&bench, &workloads[i], rounds);
	}
	if (bench.tsv != NULL)
		(void)fclose(bench.tsv);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", bench.scratch);
	return system(command) == 0 ? 0 : 1;
}
