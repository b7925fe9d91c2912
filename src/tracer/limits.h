/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a whole jail may use: time, processor time, memory, members, files; and what it did
 * use. The kernel's own limits are per process and stand behind these as a second wall; the
 * sums are the tracer's, which a timer wakes (ticker.h).
 */
#ifndef PTJAIL_TRACER_LIMITS_H
#define PTJAIL_TRACER_LIMITS_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "util/compiler.h"

struct engine;
struct limits;
struct tracee;

/* 0 is "no limit" everywhere. */
struct limits_config {
	uint64_t time;          /* nanoseconds of the wall clock, from the start of the loop */
	uint64_t cpu;           /* nanoseconds of processor time, of all members together */
	uint64_t memory;        /* bytes resident, of all members together */
	uint64_t output;        /* bytes, of any one file that is written to */
	unsigned int processes; /* processes and threads at once, zombies too */
	unsigned int files;     /* descriptors per process */
	bool processes_end;     /* one more than `processes` ends the run */
	bool files_end;         /* who wants one more than `files` ends the run */
	bool measure;           /* keep figures although nothing is limited */
};

/* Which limit ended the run. `processes` and `files` do if asked to: else the calls just fail. */
enum limits_reached {
	LIMITS_NONE,
	LIMITS_TIME,
	LIMITS_CPU,
	LIMITS_MEMORY,
	LIMITS_OUTPUT,
	LIMITS_PROCESSES,
	LIMITS_FILES,
};

struct limits_figures {
	uint64_t wall; /* nanoseconds */
	uint64_t cpu;  /* nanoseconds, of all members */
	uint64_t user; /* its parts, as the kernel's accounting divides them */
	uint64_t system;
	uint64_t peak_memory;  /* bytes, all members; looked at every 50 ms */
	uint64_t peak_process; /* bytes, of the largest process; exact, never below ptjail's own */
	uint64_t processes;    /* ever born */
	uint64_t threads;      /* ever born, the first of each process too */
	uint64_t most_at_once; /* threads, as `processes` of the limits counts */
	uint64_t refused;      /* births, by the limit of processes */
};

int limits_new(TALLOC_CTX *ctx, const struct limits_config *config,
	       struct limits **ret_limits) MUST_CHECK;

/* What limits_new() was given. */
const struct limits_config *limits_asked(const struct limits *limits);

/* --- All below take NULL for "no limits, no figures" ------------------------------------ */

/* In the child before its first exec: the kernel's limits. 0 or -1 and errno. */
int limits_apply_here(const struct limits *limits) MUST_CHECK;

/* Whether whoever wants one descriptor too many ends the run; that he does, others see. */
bool limits_end_by_files(const struct limits *limits);

/* Whether births have to be asked for (limits_reserve_birth). */
bool limits_count_births(const struct limits *limits);

/* Adds what the members have in files in memory, in bytes, to what --memory counts. */
typedef uint64_t (*limits_files_fn)(void *data);
void limits_count_files(struct limits *limits, limits_files_fn files, void *data);

/* Whether members that run may take what only the tracer would notice. */
bool limits_need_watching(const struct limits *limits);

/* Clocks and timers, after the fork: children would inherit the blocked signal. */
int limits_start(struct engine *engine) MUST_CHECK;
void limits_stop(struct limits *limits);

/* The signal may come: around a wait, and only there. */
void limits_listen(const struct limits *limits, bool on);

/* If the timer ran out: adds up and compares. */
void limits_look(struct engine *engine);

/* Whoever sees a limit reached first says so; the loop kills every member from then on. */
enum limits_reached limits_reached(const struct limits *limits);
void limits_reach(struct limits *limits, enum limits_reached which);

/* A signal is about to be delivered to a member. */
void limits_on_signal(struct limits *limits, int signal_number);

void limits_on_birth(struct limits *limits, struct tracee *child);
void limits_on_end(struct limits *limits, struct tracee *tracee);

/*
 * May `parent` have one more child or thread? True keeps its place until it is born, or
 * until the parent's next stop shows that it will not be.
 */
bool limits_reserve_birth(struct engine *engine, struct tracee *parent);
void limits_settle_birth(struct limits *limits, struct tracee *parent);

/* After limits_stop(). */
struct limits_figures limits_figures(const struct limits *limits);

#endif
