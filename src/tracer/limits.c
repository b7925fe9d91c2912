/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See limits.h. Owns the sums. Must never resume or answer a tracee: it says
 * that a limit is reached, and the loop kills.
 */
#include "tracer/limits.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "tracer/backlog.h"
#include "tracer/engine.h"
#include "tracer/rouse.h"
#include "tracer/sentry.h"
#include "tracer/ticker.h"
#include "tracer/usage.h"

#define LOOK_EVERY (NANOSECONDS / 20)
/* Looking may take this part of the time at most: thousands of members are looked at less. */
#define LOOK_SHARE 10U

/* Below this an exec ends in a fault before the tracer can say why. */
#define DATA_LEAST (16U << 20)

struct seen {
	uint64_t memory_id;
	pid_t tid;
};

struct limits {
	struct limits_config config;
	struct limits_figures figures;
	enum limits_reached reached;
	uint64_t started;
	struct ticker ticker;
	struct sentry sentry;
	uint64_t ended_cpu; /* of processes that are no more */
	uint64_t most_cpu;  /* the sum when last looked at: a sum never shrinks */
	uint64_t members;   /* threads that were born and have not ended */
	uint64_t reserved;
	limits_files_fn files;
	void *files_data;
	pid_t *zombies; /* ended processes whose parent may not have waited yet */
	size_t zombie_count;
	struct seen *seen; /* reused at each look */
	size_t seen_size;
};

int limits_new(TALLOC_CTX *ctx, const struct limits_config *config, struct limits **ret_limits)
{
	struct limits *limits = talloc_zero(ctx, struct limits);

	if (limits == NULL)
		return -ENOMEM;
	limits->config = *config;
	limits->zombies = talloc_array(limits, pid_t, (size_t)config->processes + 1);
	if (limits->zombies == NULL) {
		talloc_free(limits);
		return -ENOMEM;
	}
	*ret_limits = limits;
	return 0;
}

const struct limits_config *limits_asked(const struct limits *limits)
{
	return &limits->config;
}

/* --- The kernel's own limits ------------------------------------------------------------ */

/* Never raises anything. */
static int lower(__rlimit_resource_t resource, uint64_t value)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) < 0)
		return -1;
	if (limit.rlim_max > value)
		limit.rlim_max = value;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	return setrlimit(resource, &limit);
}

int limits_apply_here(const struct limits *limits)
{
	const struct limits_config *config = limits == NULL ? NULL : &limits->config;

	if (config == NULL)
		return 0;
	/* Later than the sum: whoever is alone reaches that, and is told so. */
	if (config->cpu != 0 && lower(RLIMIT_CPU, config->cpu / NANOSECONDS + 2) < 0)
		return -1;
	/*
	 * Writable memory of its own, in use or not: what one process can take between two
	 * looks. Not RLIMIT_AS, which the reservations of many runtimes are far above.
	 * KERNEL: 4.7 RLIMIT_DATA counts mappings too.
	 */
	if (config->memory != 0 && config->memory <= UINT64_MAX / 2 &&
	    lower(RLIMIT_DATA, config->memory * 2 > DATA_LEAST ? config->memory * 2 : DATA_LEAST) <
		    0)
		return -1;
	if (config->output != 0 && lower(RLIMIT_FSIZE, config->output) < 0)
		return -1;
	/* The protected descriptors lie above: they stay open, and out of reach as ever. */
	return config->files != 0 ? lower(RLIMIT_NOFILE, config->files) : 0;
}

bool limits_end_by_files(const struct limits *limits)
{
	return limits != NULL && limits->config.files != 0 && limits->config.files_end;
}

void limits_count_files(struct limits *limits, limits_files_fn files, void *data)
{
	if (limits == NULL)
		return;
	limits->files = files;
	limits->files_data = data;
}

bool limits_need_watching(const struct limits *limits)
{
	return limits != NULL && (limits->config.cpu != 0 || limits->config.memory != 0);
}

/* --- Time ------------------------------------------------------------------------------- */

static bool is_sampled(const struct limits *limits)
{
	return limits->config.cpu != 0 || limits->config.memory != 0 || limits->config.measure;
}

/* What a look takes: of the processor's time, and of the clock's, in which others may have run. */
struct spent {
	uint64_t own;
	uint64_t wall;
};

static struct spent spent_so_far(void)
{
	struct timespec own = { 0 };

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
	return (struct spent){ (uint64_t)own.tv_sec * NANOSECONDS + (uint64_t)own.tv_nsec,
			       ticker_now() };
}

/* A busy host does not make looks rare; waiting (for a lock of a member's) takes half at most. */
static uint64_t pause_after(const struct spent *spent)
{
	uint64_t pause = spent->own * LOOK_SHARE > spent->wall * 2 ? spent->own * LOOK_SHARE
								   : spent->wall * 2;

	return pause > LOOK_EVERY ? pause : LOOK_EVERY;
}

/* `spent`: by the last look. */
static int set_ticker(struct limits *limits, const struct spent *spent)
{
	uint64_t interval = pause_after(spent);
	uint64_t delay = is_sampled(limits) ? interval : limits->config.time;
	uint64_t used = ticker_now() - limits->started;
	uint64_t left = limits->config.time > used ? limits->config.time - used : 0;

	/* Time may have run out during the look. */
	if (limits->config.time != 0 && delay > left)
		delay = left;
	return ticker_set(&limits->ticker, delay, interval);
}

static void on_process_end(void *data, pid_t tid, const struct rusage *usage);

int limits_start(struct engine *engine)
{
	struct limits *limits = engine->limits;
	int status;

	if (limits == NULL)
		return 0;
	limits->started = ticker_now();
	backlog_watch_ends(engine->backlog, on_process_end, limits);
	if (!is_sampled(limits) && limits->config.time == 0)
		return 0;
	status = ticker_start(&limits->ticker);
	if (status == 0)
		status = set_ticker(limits, &(struct spent){ 0 });
	/* The main program may stop itself, and the tracer with it (stops.c), for ever. */
	if (status == 0 && limits->config.time != 0)
		status = ticker_continue_in(&limits->ticker, limits->config.time);
	if (status == 0 && limits->config.time != 0)
		status = sentry_start(&limits->sentry, limits->config.time);
	return status;
}

void limits_stop(struct limits *limits)
{
	if (limits == NULL)
		return;
	limits->figures.wall = ticker_now() - limits->started;
	sentry_stop(&limits->sentry);
	ticker_stop(&limits->ticker);
}

void limits_listen(const struct limits *limits, bool on)
{
	if (limits != NULL)
		ticker_listen(&limits->ticker, on);
}

/* --- Sums ------------------------------------------------------------------------------- */

static uint64_t at_least_0(uint64_t value, uint64_t less)
{
	return value > less ? value - less : 0;
}

static uint64_t nanoseconds_of(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * NANOSECONDS + (uint64_t)time->tv_usec * 1000;
}

/*
 * `tid` has ended and was not reaped. Its own clock counts neither children nor any time
 * twice; wait's figures hold those of the children that it waited for, which were counted
 * at their own end: a parent that ignores SIGCHLD, or ends first, hides nothing.
 */
static void on_process_end(void *data, pid_t tid, const struct rusage *usage)
{
	struct limits *limits = data;
	uint64_t largest = (uint64_t)usage->ru_maxrss * 1024;
	uint64_t cpu;
	uint64_t user;
	uint64_t system;

	/* A thread that leads no process: its time stays in its process's clock. */
	if (usage_read_cpu(tid, &cpu) < 0)
		return;
	limits->ended_cpu += cpu;
	if (largest > limits->figures.peak_process)
		limits->figures.peak_process = largest;
	if (limits->config.processes != 0 && limits->zombie_count <= limits->config.processes)
		limits->zombies[limits->zombie_count++] = tid;
	if (!limits->config.measure || usage_read_children(tid, &user, &system) < 0)
		return;
	limits->figures.user += at_least_0(nanoseconds_of(&usage->ru_utime), user);
	limits->figures.system += at_least_0(nanoseconds_of(&usage->ru_stime), system);
}

static uint64_t sum_cpu(const struct engine *engine)
{
	const struct tracee *tracee;
	uint64_t sum = engine->limits->ended_cpu;
	uint64_t cpu;

	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->tid == tracee->tgid && usage_read_cpu(tracee->tgid, &cpu) == 0)
			sum += cpu;
	}
	return sum;
}

static int compare_seen(const void *left, const void *right)
{
	const struct seen *a = left;
	const struct seen *b = right;

	return (a->memory_id > b->memory_id) - (a->memory_id < b->memory_id);
}

/* Fills limits->seen with all threads, those of one address space side by side. */
static int list_spaces(const struct engine *engine, size_t *ret_count)
{
	struct limits *limits = engine->limits;
	const struct tracee *tracee;
	size_t count = 0;

	if (limits->seen_size < engine->tracee_count) {
		struct seen *seen = talloc_realloc(limits, limits->seen, struct seen,
						   engine->tracee_count * 2U);

		if (seen == NULL)
			return -ENOMEM;
		limits->seen = seen;
		limits->seen_size = engine->tracee_count * 2U;
	}
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->born)
			limits->seen[count++] = (struct seen){ tracee->memory_id, tracee->tid };
	}
	qsort(limits->seen, count, sizeof(*limits->seen), compare_seen);
	*ret_count = count;
	return 0;
}

/*
 * Each address space once, whoever shares it. A leader that ended before its threads shows
 * none: the next thread does. `exact`: pages that several spaces share count once too, also
 * those of the `files` bytes in memory that have files' names or descriptors.
 */
static uint64_t sum_memory(const struct limits *limits, size_t count, uint64_t files, bool exact)
{
	uint64_t sum = 0;
	uint64_t shared_sum = 0;
	uint64_t done = 0; /* memory_id; none is 0 */

	for (size_t i = 0; i < count; i++) {
		const struct seen *seen = &limits->seen[i];
		uint64_t bytes;
		uint64_t own;
		uint64_t share;
		uint64_t shared;

		if (seen->memory_id == done || usage_read_resident(seen->tid, &bytes, &own) < 0 ||
		    bytes == 0)
			continue;
		if (exact && usage_read_share(seen->tid, &share, &shared) == 0) {
			bytes = share + own;
			shared_sum += shared;
		}
		sum += bytes;
		done = seen->memory_id;
	}
	return sum + (files > shared_sum ? files - shared_sum : 0);
}

static void look_at_memory(const struct engine *engine)
{
	struct limits *limits = engine->limits;
	uint64_t limit = limits->config.memory;
	uint64_t files = 0;
	uint64_t sum;
	size_t count;

	if (list_spaces(engine, &count) < 0) {
		limits_reach(limits, LIMITS_MEMORY);
		return;
	}
	if (limit != 0 && limits->files != NULL)
		files = limits->files(limits->files_data);
	sum = sum_memory(limits, count, files, false);
	/* The cheap sum is never too small: most looks end here. */
	if ((limit != 0 && sum > limit) || sum > limits->figures.peak_memory)
		sum = sum_memory(limits, count, files, true);
	if (sum > limits->figures.peak_memory)
		limits->figures.peak_memory = sum;
	if (limit != 0 && sum > limit)
		limits_reach(limits, LIMITS_MEMORY);
}

void limits_look(struct engine *engine)
{
	struct limits *limits = engine->limits;
	struct spent begin, end;

	if (limits == NULL || !ticker_has_ticked())
		return;
	begin = spent_so_far();
	if (limits->config.time != 0 && begin.wall - limits->started >= limits->config.time)
		limits_reach(limits, LIMITS_TIME);
	if (is_sampled(limits)) {
		uint64_t cpu = sum_cpu(engine);

		if (cpu > limits->most_cpu)
			limits->most_cpu = cpu;
		if (limits->config.cpu != 0 && limits->most_cpu >= limits->config.cpu)
			limits_reach(limits, LIMITS_CPU);
		/* It looks at members' descriptors. */
		rouse_begin();
		look_at_memory(engine);
		rouse_end();
	}
	end = spent_so_far();
	(void)set_ticker(limits, &(struct spent){ end.own - begin.own, end.wall - begin.wall });
}

enum limits_reached limits_reached(const struct limits *limits)
{
	return limits == NULL ? LIMITS_NONE : limits->reached;
}

void limits_reach(struct limits *limits, enum limits_reached which)
{
	if (limits->reached == LIMITS_NONE)
		limits->reached = which;
}

void limits_on_signal(struct limits *limits, int signal_number)
{
	/* KERNEL: a tracer is told of ignored signals too. Who blocks it just gets EFBIG. */
	if (limits != NULL && limits->config.output != 0 && signal_number == SIGXFSZ)
		limits_reach(limits, LIMITS_OUTPUT);
}

/* --- Births ----------------------------------------------------------------------------- */

bool limits_count_births(const struct limits *limits)
{
	return limits != NULL && limits->config.processes != 0;
}

void limits_on_birth(struct limits *limits, struct tracee *child)
{
	if (limits == NULL)
		return;
	limits->members++;
	limits->figures.threads++;
	if (child->tid == child->tgid)
		limits->figures.processes++;
	if (limits->members > limits->figures.most_at_once)
		limits->figures.most_at_once = limits->members;
}

void limits_on_end(struct limits *limits, struct tracee *tracee)
{
	if (limits == NULL)
		return;
	limits_settle_birth(limits, tracee);
	if (tracee->born)
		limits->members--;
}

/* Forgets those whose parents have waited. A number that a member has again is none. */
static void sweep_zombies(const struct engine *engine)
{
	struct limits *limits = engine->limits;
	size_t kept = 0;

	for (size_t i = 0; i < limits->zombie_count; i++) {
		pid_t pid = limits->zombies[i];

		if (engine_find(engine, pid) == NULL && usage_is_zombie(pid))
			limits->zombies[kept++] = pid;
	}
	limits->zombie_count = kept;
}

static bool is_full(const struct limits *limits)
{
	return limits->members + limits->reserved + limits->zombie_count >=
	       limits->config.processes;
}

bool limits_reserve_birth(struct engine *engine, struct tracee *parent)
{
	struct limits *limits = engine->limits;

	if (!limits_count_births(limits))
		return true;
	limits_settle_birth(limits, parent);
	if (is_full(limits))
		sweep_zombies(engine);
	if (is_full(limits)) {
		limits->figures.refused++;
		if (limits->config.processes_end)
			limits_reach(limits, LIMITS_PROCESSES);
		return false;
	}
	parent->birth_reserved = true;
	limits->reserved++;
	return true;
}

void limits_settle_birth(struct limits *limits, struct tracee *parent)
{
	if (limits == NULL || !parent->birth_reserved)
		return;
	parent->birth_reserved = false;
	limits->reserved--;
}

struct limits_figures limits_figures(const struct limits *limits)
{
	struct limits_figures figures = { 0 };
	uint64_t parts;

	if (limits == NULL)
		return figures;
	figures = limits->figures;
	figures.cpu = limits->ended_cpu > limits->most_cpu ? limits->ended_cpu : limits->most_cpu;
	if (figures.peak_memory < figures.peak_process)
		figures.peak_memory = figures.peak_process;
	/* The clocks are exact, the parts are not: they say how to divide. */
	parts = figures.user + figures.system;
	if (parts != 0)
		figures.user =
			(uint64_t)((double)figures.cpu * (double)figures.user / (double)parts);
	else
		figures.user = figures.cpu;
	figures.system = figures.cpu - figures.user;
	return figures;
}
