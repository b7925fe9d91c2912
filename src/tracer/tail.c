/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls whose end is not waited for (tail.h). Never gives a slot away while its thread may
 * still read it, nor lets a signal handler see registers that are not the guest's.
 */
#include "tracer/tail.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <time.h>

#include "tracer/family.h"
#include "tracer/gate_map.h"
#include "util/broken.h"

/* Longer than any loader needs to read its plan, or a thread to leave the tail. */
#define SLOT_GRACE_MS 1000U

/* Others wait: so long a call may sleep before it is begun anew. */
#define TURN_MS 100U

bool tracee_call_with_tail(struct tracee *tracee, long sysno, const uint64_t args[4])
{
	const struct gate_tail_range *tail = &tracee->engine->tail;
	struct gate_saved *saved = &tracee->slot->memory->saved;

	if (tail->start == tail->end || tracee->engine->without_seccomp || tracee->trace != NULL ||
	    tracee->every_call || tracee->where != AT_ENTRY ||
	    regs_complete(tracee->tid, &tracee->original) < 0)
		return false;
	tracee->regs = tracee->original;
	regs_set_sysno(&tracee->regs, sysno);
	for (unsigned int i = 0; i < 4; i++) {
		saved->arguments[i] = regs_arg(&tracee->original, i);
		regs_set_arg(&tracee->regs, i, args[i]);
	}
	saved->ip = regs_ip(&tracee->original);
	regs_set_ip(&tracee->regs, tail->start);
	tracee->in_tail = true;
	tracee->tail_sysno = sysno;
	tracee->tail_base = args[0];
	return true;
}

/*
 * A signal or stop found the thread somewhere after a rewritten open: if the tail has not
 * been left yet, what it would do is done here, so that a handler (or a restart, which
 * then makes the guest's own call again) sees the guest's registers.
 */
int tail_leave(struct tracee *tracee)
{
	const struct gate_tail_range *tail = &tracee->engine->tail;
	uint64_t ip;
	int status;

	if (!tracee->in_tail)
		return 0;
	tracee->in_tail = false;
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return status;
	ip = regs_ip(&tracee->regs);
	if (ip < tail->again || ip >= tail->end)
		return 0;
	regs_finish(&tracee->regs, &tracee->original, regs_result(&tracee->regs));
	return regs_store(tracee->tid, &tracee->regs);
}

/*
 * KERNEL: a spurious wake-up restarts a call without any stop: the same open, with the
 * arguments that were judged, from the instruction before the tail. TRUST: the guest can
 * jump there as well, later.
 */
bool tail_is_restarted_open(const struct tracee *tracee)
{
	const struct slot *slot = tracee->slot;

	return tracee->in_tail && slot != NULL &&
	       regs_ip(&tracee->regs) == tracee->engine->tail.start &&
	       regs_sysno(&tracee->regs) == tracee->tail_sysno &&
	       regs_arg(&tracee->regs, 0) == tracee->tail_base &&
	       regs_arg(&tracee->regs, 1) == slot_address(slot, slot->memory->path) &&
	       regs_arg(&tracee->regs, 2) == slot->address &&
	       regs_arg(&tracee->regs, 3) == sizeof(struct gate_how) - sizeof(uint64_t);
}

static uint64_t milliseconds(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

void slot_lend(struct tracee *tracee)
{
	tracee->slot_since = milliseconds();
}

/* A call that is only about to be entered anew has begun a moment ago. */
static bool had_its_turn(const struct tracee *tracee, uint64_t now)
{
	uint64_t turn = tracee->call == CALL_RUNNING ? TURN_MS : SLOT_GRACE_MS;

	return tracee->slot != NULL && tracee->state == TRACEE_RUNNING &&
	       tracee->call != CALL_REENTERING && now - tracee->slot_since >= turn;
}

void tracee_end_turn(const struct tracee *tracee)
{
	if (had_its_turn(tracee, milliseconds()))
		(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
}

/*
 * Threads that were let go with a slot (a tail, a loader) have long been done with it but did not
 * stop since: they are made to, and lose it then. So are those that sleep in a call whose
 * arguments lie there, as many as there are others waiting: they wait themselves next.
 */
void slots_reclaim(struct engine *engine)
{
	const struct tracee *waiting = engine->retries;
	uint64_t now = milliseconds();
	struct tracee *tracee;
	struct tracee *next;

	HASH_ITER (hh, engine->tracees, tracee, next) {
		if (waiting == NULL || (tracee->slot != NULL && !gate_is_full(tracee->slot->gate)))
			return;
		if (BROKEN_TURNS || !had_its_turn(tracee, now))
			continue;
		if (family_has_ended(tracee))
			slot_release(&tracee->slot);
		else
			(void)ptrace(PTRACE_INTERRUPT, tracee->tid, NULL, NULL);
		waiting = waiting->next_retry;
	}
}

/* proc(5): mappings in the order of their addresses. False when nobody can say. */
static bool has_gate(pid_t tid, uint64_t gate)
{
	char name[32], line[PATH_MAX + 128];
	uint64_t start = 0;
	FILE *maps;

	(void)snprintf(name, sizeof(name), "/proc/%d/maps", tid);
	maps = fopen(name, "re");
	if (maps == NULL)
		return false;
	while (start < gate && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%" SCNx64 "-", &start) != 1)
			break;
	}
	(void)fclose(maps);
	return start == gate;
}

/*
 * A loader that was stopped for long may still have its plan to read: another's words there
 * would be what it obeys. When in doubt, yes. It has read it when it maps the gate; by its place
 * alone a program that maps code where the loader was would pass for one, for good.
 */
static bool is_in_loader(const struct tracee *tracee)
{
	struct regs regs;

	if (tracee->loader_ip == 0)
		return false;
	return regs_fetch(tracee->tid, &regs) < 0 ||
	       (loader_holds(tracee->loader_ip, regs_ip(&regs)) &&
		!has_gate(tracee->tid, gate_address(tracee->slot->gate)));
}

/* At a stop outside of any call: what the thread was let go with is not needed any more. */
static void release_unless_loading(struct tracee *tracee)
{
	if (tracee->call == CALL_NONE && tracee->slot != NULL && !is_in_loader(tracee))
		slot_release(&tracee->slot);
}

void slot_release_old(struct tracee *tracee)
{
	if (tracee->slot != NULL && milliseconds() - tracee->slot_since >= SLOT_GRACE_MS)
		release_unless_loading(tracee);
}

bool slot_release_stopped(struct tracee *tracee)
{
	if (BROKEN_TURNS)
		return true;
	release_unless_loading(tracee);
	return tracee->slot == NULL;
}
