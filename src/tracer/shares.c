/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See shares.h. Must never hold a stop back for ever, whatever others do. */
#include "tracer/shares.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "tracer/drain.h"
#include "tracer/engine.h"
#include "tracer/rouse.h"
#include "tracer/stops.h"
#include "tracer/ticker.h"
#include "util/broken.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)
/* A call that takes longer, in nanoseconds, is costly, and so is its maker for a while. */
#define COSTLY     500000ULL
#define REMEMBERED (5 * NANOSECONDS)
/* Who cost so many times less than another is not costly beside that one. */
#define LESS 8U
/* So many times its cost, which counts up to the most, a stop waits at most. */
#define PATIENT   4U
#define COST_MOST NANOSECONDS
/* When nobody else has come for so long, nobody has to be waited for. */
#define NOBODY      1000000ULL
#define DELAY_LEAST 50000ULL

static bool is_entry(const struct tracee *tracee, int wait_status)
{
	if (!WIFSTOPPED(wait_status) || !tracee->born || tracee->call != CALL_NONE)
		return false;
	if (tracee->engine->without_seccomp)
		return WSTOPSIG(wait_status) == SYSCALL_STOP && !tracee->in_syscall;
	return wait_status >> 16 == PTRACE_EVENT_SECCOMP;
}

/* Beside whoever made the last costly call. */
static bool is_costly(const struct tracee *tracee, uint64_t now)
{
	return now < tracee->costly_until && tracee->cost >= tracee->engine->shares.cost / LESS;
}

/* Whether the tracer is to be there for others now. */
static bool is_for_others(const struct shares *shares, uint64_t now)
{
	return now < shares->free_at && now - shares->others_at < NOBODY;
}

bool shares_defer(struct engine *engine, pid_t tid, int wait_status)
{
	struct shares *shares = &engine->shares;
	struct tracee *tracee = shares->costly_until == 0 ? NULL : engine_find(engine, tid);

	if (tracee == NULL)
		return false;
	shares_forget(tracee);
	if (BROKEN_SHARES || engine->tracee_count == 1 || !is_costly(tracee, ticker_now()) ||
	    !is_entry(tracee, wait_status))
		return false;
	drain_stopped(tracee);
	tracee->waits_share = true;
	tracee->share_status = wait_status;
	tracee->share_since = ticker_now();
	tracee->next_share = NULL;
	*(shares->waiting == NULL ? &shares->waiting : shares->end) = tracee;
	shares->end = &tracee->next_share;
	return true;
}

/* After `tid`'s stop was handled: it may be gone. */
static void put_down(struct engine *engine, pid_t tid, uint64_t begin)
{
	struct shares *shares = &engine->shares;
	uint64_t now = ticker_now();
	uint64_t took = now - begin;
	struct tracee *tracee = NULL;

	if (took >= COSTLY || now < shares->costly_until)
		tracee = engine_find(engine, tid);
	if (took < COSTLY) {
		if (tracee == NULL || !is_costly(tracee, now))
			shares->others_at = now;
		return;
	}
	shares->free_at = now + took;
	if (tracee == NULL)
		return;
	tracee->cost = (now < tracee->costly_until ? tracee->cost : 0) + took;
	tracee->costly_until = shares->costly_until = now + REMEMBERED;
	shares->cost = tracee->cost;
}

int shares_handle(struct engine *engine, pid_t tid, int wait_status)
{
	uint64_t begin = ticker_now();
	int status;

	rouse_begin();
	status = stop_handle(engine, tid, wait_status);
	rouse_end();
	put_down(engine, tid, begin);
	return status;
}

/* Whoever cost little waits for a little while only, and nobody for ever. */
static uint64_t latest_turn(const struct tracee *tracee)
{
	return tracee->share_since +
	       (tracee->cost < COST_MOST ? tracee->cost : COST_MOST) * PATIENT;
}

static struct tracee *find_next(const struct shares *shares)
{
	struct tracee *next = shares->waiting;

	for (struct tracee *other = next; other != NULL; other = other->next_share) {
		if (latest_turn(other) < latest_turn(next))
			next = other;
	}
	return next;
}

int shares_next(struct engine *engine)
{
	struct shares *shares = &engine->shares;
	struct tracee *tracee = find_next(shares);
	uint64_t now;

	if (tracee == NULL)
		return 0;
	now = ticker_now();
	if (is_for_others(shares, now) && now < latest_turn(tracee))
		return 0;
	shares_forget(tracee);
	return shares_handle(engine, tracee->tid, tracee->share_status);
}

uint64_t shares_delay(const struct engine *engine)
{
	const struct shares *shares = &engine->shares;
	uint64_t now;
	uint64_t delay;

	if (shares->waiting == NULL)
		return SHARES_NOBODY;
	now = ticker_now();
	if (!is_for_others(shares, now))
		return 0;
	delay = shares->free_at - now < NOBODY ? shares->free_at - now : NOBODY;
	return delay > DELAY_LEAST ? delay : DELAY_LEAST;
}

void shares_on_birth(struct tracee *child, const struct tracee *parent)
{
	child->costly_until = parent->costly_until;
	child->cost = parent->cost;
}

void shares_forget(struct tracee *tracee)
{
	struct shares *shares = &tracee->engine->shares;
	struct tracee **link = &shares->waiting;

	if (!tracee->waits_share)
		return;
	while (*link != tracee)
		link = &(*link)->next_share;
	*link = tracee->next_share;
	if (*link == NULL)
		shares->end = link;
	tracee->waits_share = false;
}
