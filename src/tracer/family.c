/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See family.h. Never lets a thread run that the birth hook does not know. */
#include "tracer/family.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>

#include "tracer/guest_trace.h"
#include "tracer/limits.h"
#include "tracer/memory.h"
#include "tracer/one_cpu.h"
#include "tracer/stops.h"
#include "util/broken.h"
#include "util/proc_thread.h"

#define SYSCALL_STOP (SIGTRAP | 0x80)

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

/*
 * KERNEL: who is killed goes on from any stop, and where PTRACE_O_TRACEEXIT is set (members that
 * trace ask for it) makes another one, whose message is the exit code: the guest's to choose, and
 * no thread's number. A stop that is still this one afterwards was so before. -ESRCH: it is not.
 */
static int read_message(pid_t tid, int event, unsigned long *ret_message)
{
	siginfo_t info;

	if (ptrace(PTRACE_GETEVENTMSG, tid, NULL, ret_message) < 0 ||
	    ptrace(PTRACE_GETSIGINFO, tid, NULL, &info) < 0)
		return -errno;
	return info.si_code == (SIGTRAP | event << 8) ? 0 : -ESRCH;
}

/*
 * Nobody knows what the child is (there is no memory for it): it is not born, and ends. Until then
 * its stops are those of a newborn that nobody claims, from which it is not let go.
 */
static void give_up(struct tracee *child)
{
	struct engine *engine = child->engine;

	engine->births_failed++;
	engine->hooks.death(engine->hooks.user, child, 0);
	one_cpu_on_end(child);
	child->born = false;
	engine_signal(child, SIGKILL);
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
	status = read_message(parent->tid, event, &message);
	if (status < 0)
		return status;
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
	parent->makes_sibling = false;
	limits_settle_birth(engine->limits, parent);
	one_cpu_on_birth(child, parent, flags);
	shares_on_birth(child, parent);
	status = engine->hooks.birth(engine->hooks.user, child, parent, flags);
	if (status == 0)
		status = guest_trace_birth(parent, child, event, flags);
	if (status < 0) {
		give_up(child);
		return status;
	}
	limits_on_birth(engine->limits, child);
	if (!child->early_stop)
		return 0;
	child->early_stop = false;
	return stop_handle(engine, child->tid, child->early_status);
}

/* Ended with another thread's exec, which nobody is told of. */
static void forget(struct engine *engine, struct tracee *tracee)
{
	engine->hooks.death(engine->hooks.user, tracee, 0);
	guest_trace_end(tracee, -1);
	if (tracee->in_exec)
		engine->execs--;
	engine_remove(engine, tracee);
	engine->may_be_lost = engine->unclaimed = true;
}

void family_end(struct engine *engine, pid_t tgid)
{
	struct tracee *tracee;
	struct tracee *next;

	HASH_ITER (hh, engine->tracees, tracee, next) {
		if (tracee->born && tracee->tgid == tgid && tracee->tid != tgid)
			forget(engine, tracee);
	}
}

int family_on_exec(struct engine *engine, pid_t tid, struct tracee **ret_tracee,
		   pid_t *ret_former_tid)
{
	unsigned long message;
	struct tracee *leader = engine_find(engine, tid);
	struct tracee *former;
	int status = read_message(tid, PTRACE_EVENT_EXEC, &message);

	/* It was killed just when it had become another program: its first number is left. */
	if (status == -ESRCH)
		family_end(engine, tid);
	if (status < 0)
		return status;
	former = engine_find(engine, (pid_t)message);
	if (former == NULL)
		return -EPROTO;
	if (former != leader) {
		if (leader != NULL)
			forget(engine, leader);
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
	one_cpu_on_exec(tracee);
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

/*
 * RACE: the stop may be the leader's, who is no more by now: the exec is under way then, or
 * stands at its event. Whoever has no gate, and stops behind a call later, did not get there.
 */
bool family_failed_exec(const struct tracee *tracee)
{
	const uint64_t gate = tracee->engine->call_ip;
	siginfo_t info;
	char code;

	return !BROKEN_LATE && (tracee->in_exec || family_must_wait(tracee)) &&
	       memory_read(tracee, gate, &code, sizeof(code)) == -EFAULT &&
	       ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) == 0 &&
	       info.si_code == SYSCALL_STOP;
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

/* The process that it is a thread of, or a child of, whoever made it; 0: gone. */
static pid_t process_before(const struct tracee *child)
{
	char name[32];
	char line[128];
	int tgid = 0;
	int ppid = 0;
	FILE *file;

	(void)snprintf(name, sizeof(name), "/proc/%d/status", child->tid);
	file = fopen(name, "re");
	if (file == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "Tgid: %d", &tgid) != 1)
			(void)sscanf(line, "PPid: %d", &ppid);
	}
	(void)fclose(file);
	return tgid != child->tid ? tgid : ppid;
}

bool family_has_ended(const struct tracee *tracee)
{
	char state = proc_thread_state(tracee->tid);

	return state == 'Z' || state == 'X';
}

/*
 * KERNEL: kernel_clone(): the stop that tells of a child is the next that its maker makes. So it
 * was nobody who was handled since the child was seen, nor who sleeps in some call.
 */
static bool may_have_made(struct tracee *thread, const struct tracee *child)
{
	char state;

	if (thread->held_stop || thread->waits_share)
		return true;
	if (thread->state != TRACEE_RUNNING || thread->last_stop > child->last_stop)
		return false;
	state = proc_thread_state(thread->tid);
	/* Its answer is a stop. */
	if (state == 'R')
		(void)ptrace(PTRACE_INTERRUPT, thread->tid, NULL, NULL);
	return state == 'R' || state == 'D' || state == 't';
}

bool family_may_be_claimed(const struct engine *engine, const struct tracee *child)
{
	pid_t process = process_before(child);
	struct tracee *thread;
	bool may = BROKEN_ORPHANS && engine_find(engine, process) != NULL;

	for (thread = engine->tracees; thread != NULL; thread = thread->hh.next) {
		if (thread->born && (thread->tgid == process || thread->makes_sibling) &&
		    may_have_made(thread, child))
			may = true;
	}
	return may;
}
