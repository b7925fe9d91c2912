/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Starts one run of one tool and waits for it (sides.h). Leaves no process behind. */
#include "sides.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX     24
#define PROBE_SECONDS 20

static const struct side {
	const char *name;
	enum side_kind kind;
	const char *words[WORDS_MAX];
} all[] = {
#define SIDE(name, kind, ...) { name, kind, { __VA_ARGS__ } },
#include "sides.def"
};

/* The run that is under way, for the alarm. */
static volatile sig_atomic_t running;

static void end_running(int signal_number)
{
	(void)signal_number;
	(void)kill(-(pid_t)running, SIGKILL);
}

size_t sides_count(void)
{
	return sizeof(all) / sizeof(all[0]);
}

const char *side_name(size_t side)
{
	return all[side].name;
}

bool side_is(size_t side, enum side_kind kind)
{
	return all[side].kind == BOTH || all[side].kind == kind;
}

bool is_among(const char *list, const char *word)
{
	char copy[512];
	char *save = NULL;

	if (list == NULL || list[0] == '\0')
		return true;
	(void)snprintf(copy, sizeof(copy), "%s", list);
	for (char *each = strtok_r(copy, " ", &save); each; each = strtok_r(NULL, " ", &save)) {
		if (strcmp(each, word) == 0)
			return true;
	}
	return false;
}

static const char *expand(const struct sides *sides, const char *word, const char *line,
			  const char *bind)
{
	if (strcmp(word, "@P") == 0)
		return sides->ptjail;
	if (strcmp(word, "@S") == 0)
		return sides->scratch;
	if (strcmp(word, "@B") == 0)
		return bind;
	return strcmp(word, "@L") == 0 ? line : word;
}

static void become_user(const struct sides *sides)
{
	if (geteuid() != 0)
		return;
	if (setgroups(0, NULL) < 0 || setresgid(sides->user, sides->user, sides->user) < 0 ||
	    setresuid(sides->user, sides->user, sides->user) < 0)
		_exit(126);
}

static void execute(const struct sides *sides, size_t side, const char *line, int output)
{
	const char *argv[WORDS_MAX + 1] = { NULL };
	char bind[256];
	int null = open("/dev/null", O_RDWR);

	(void)setpgid(0, 0);
	(void)snprintf(bind, sizeof(bind), "%s:%s", sides->scratch, sides->scratch);
	for (size_t i = 0; all[side].words[i] != NULL; i++)
		argv[i] = expand(sides, all[side].words[i], line, bind);
	if (chdir(sides->scratch) < 0 || dup2(null, 0) < 0 ||
	    dup2(output >= 0 ? output : null, 1) < 0 ||
	    (getenv("BENCH_ERRORS") == NULL && dup2(null, 2) < 0))
		_exit(126);
	become_user(sides);
	(void)setenv("LANG", "C", 1);
	(void)setenv("HOME", sides->scratch, 1);
	(void)setenv("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", 1);
	(void)execvp(argv[0], (char *const *)argv);
	_exit(127);
}

static double now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

bool side_run(const struct sides *sides, size_t side, const char *line, int output,
	      struct sample *ret_sample)
{
	struct rusage usage;
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid == 0)
		execute(sides, side, line, output);
	if (pid < 0)
		return false;
	running = pid;
	(void)signal(SIGALRM, end_running);
	(void)alarm(sides->limit);
	while (wait4(pid, &status, 0, &usage) < 0)
		;
	(void)alarm(0);
	ret_sample->wall = now() - start;
	ret_sample->cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void sides_probe(struct sides *sides, const char *wanted)
{
	struct sides probe = *sides;
	struct sample ignored;

	probe.limit = PROBE_SECONDS;
	for (size_t side = 0; side < sides_count(); side++) {
		if (side != SIDE_NATIVE && !is_among(wanted, all[side].name))
			continue;
		sides->have[side] = side_run(&probe, side, "test -d tree", -1, &ignored);
		if (!sides->have[side])
			fprintf(stderr, "bench: %s is left out: it cannot run sh here\n",
				all[side].name);
	}
}
