/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See family.h. Never lets a thread run that the birth hook does not know. */
#include "tracer/family.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tracer/guest_trace.h"
#include "tracer/limits.h"
#include "tracer/stops.h"
#include "util/broken.h"

/* clone(2)'s flags of the call that `parent` is in; clone3 is made as clone. */
static int birth_flags(struct tracee *parent, int event, uint64_t *ret_flags)
{
	int status;

	/*
	 * KERNEL: kernel_clone() reports clone(CLONE_VFORK | ...) as a vfork and every clone with
	 * SIGCHLD for an exit signal, whatever it shares, as a fork: the flags tell.
	 */
	*ret_flags = event == PTRACE_EVENT_VFORK ? CLONE_VM | CLONE_VFORK : 0;
	status = regs_fetch(parent->tid, &parent->regs);
	if (status < 0)
		return status;
	if (event == PTRACE_EVENT_CLONE || regs_sysno_is_clone(&parent->regs))
		*ret_flags = regs_arg(&parent->regs, 0);
	return 0;
}

int family_on_birth(struct tracee *parent, int event)
{
	struct engine *engine = parent->engine;
	struct tracee *child;
	unsigned long message;
	uint64_t flags;
	int status = birth_flags(parent, event, &flags);

	if (status < 0)
		return status;
	if (ptrace(PTRACE_GETEVENTMSG, parent->tid, NULL, &message) < 0)
		return -errno;
	child = engine_find(engine, (pid_t)message);
	if (child == NULL) {
		status = engine_add(engine, (pid_t)message, &child);
		if (status < 0)
			return status;
		child->state = TRACEE_EMBRYO;
	}
	if ((flags & CLONE_THREAD) != 0)
		child->tgid = parent->tgid;
	child->memory_id = (flags & CLONE_VM) != 0 ? parent->memory_id : ++engine->last_memory_id;
	child->born = true;
	child->born_instead = parent->call == CALL_RUNNING;
	if (child->born_instead)
		child->original = parent->original;
	limits_settle_birth(engine->limits, parent);
	limits_on_birth(engine->limits, child);
	status = engine->hooks.birth(engine->hooks.user, child, parent, flags);
	if (status == 0)
		status = guest_trace_birth(parent, child, event, flags);
	if (status < 0)
		return status;
	if (!child->early_stop)
		return 0;
	child->early_stop = false;
	return stop_handle(engine, child->tid, child->early_status);
}

int family_on_exec(struct engine *engine, pid_t tid, struct tracee **ret_tracee,
		   pid_t *ret_former_tid)
{
	unsigned long message;
	struct tracee *leader = engine_find(engine, tid);
	struct tracee *former;

	if (ptrace(PTRACE_GETEVENTMSG, tid, NULL, &message) < 0)
		return -errno;
	former = engine_find(engine, (pid_t)message);
	if (former == NULL)
		return -EPROTO;
	if (former != leader) {
		if (leader != NULL) {
			engine->hooks.death(engine->hooks.user, leader, 0);
			guest_trace_end(leader, -1);
			engine_remove(engine, leader);
		}
		engine_rekey(engine, former, tid);
	}
	*ret_tracee = former;
	*ret_former_tid = (pid_t)message;
	return 0;
}

void tracee_expect_exec(struct tracee *tracee)
{
	if (!tracee->in_exec)
		tracee->engine->execs++;
	tracee->in_exec = true;
}

static struct tracee *find_sibling(const struct tracee *tracee,
				   bool (*is_meant)(const struct tracee *))
{
	struct tracee *other;

	for (other = tracee->engine->tracees; other != NULL; other = other->hh.next) {
		if (other != tracee && other->tgid == tracee->tgid && is_meant(other))
			return other;
	}
	return NULL;
}

static bool is_in_exec(const struct tracee *tracee)
{
	return tracee->in_exec;
}

static bool is_held(const struct tracee *tracee)
{
	return tracee->held_stop;
}

bool family_must_wait(const struct tracee *tracee)
{
	return !BROKEN_FAMILY && tracee->engine->execs > 0 &&
	       find_sibling(tracee, is_in_exec) != NULL;
}

int family_end_exec(struct tracee *tracee)
{
	struct engine *engine = tracee->engine;
	struct tracee *held;
	int status = 0;

	if (!tracee->in_exec)
		return 0;
	tracee->in_exec = false;
	engine->execs--;
	while (status == 0 && (held = find_sibling(tracee, is_held)) != NULL &&
	       !family_must_wait(held)) {
		held->held_stop = false;
		status = stop_handle(engine, held->tid, held->held_status);
	}
	return status;
}

bool family_parent_lives(const struct engine *engine, pid_t tid)
{
	char name[32];
	char line[128];
	int tgid = 0;
	int ppid = 0;
	FILE *file;

	(void)snprintf(name, sizeof(name), "/proc/%d/status", tid);
	file = fopen(name, "re");
	if (file == NULL)
		return false;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "Tgid: %d", &tgid) != 1)
			(void)sscanf(line, "PPid: %d", &ppid);
	}
	(void)fclose(file);
	return (tgid != tid && engine_find(engine, tgid) != NULL) ||
	       engine_find(engine, ppid) != NULL;
}
