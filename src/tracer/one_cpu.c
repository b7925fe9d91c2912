/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See one_cpu.h. `awake` counts the tracees that are not known to sleep in a call: one that made
 * a child is looked at when the child executes a program, and all at ticks; while nobody is kept at
 * stops, more and more seldom. Whoever stops is awake.
 *
 * Must never set an affinity by a number that is not held: of a stopped tracee, or is_held().
 */
#include "tracer/one_cpu.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "tracer/engine.h"
#include "tracer/ticker.h"
#include "util/fd.h"

/* Neither the ticker's nor patience's. */
#define TICK_SIGNAL (SIGRTMIN + 7)

#define MILLISECOND 1000000ULL
#define TICK        (4 * MILLISECOND)
/* So long after two ran at once; and, so that the kernel can choose anew, every RECHOICE ticks. */
#define REST     (10 * MILLISECOND)
#define RECHOICE 25U
/* While nobody is kept: so long between two looks for who sleeps, and twice as long each time. */
#define LOOK_FIRST (5 * MILLISECOND)
#define LOOK_LAST  (160 * MILLISECOND)
/* Stops that come no closer than this are not worth it. */
#define CLOSE (1 * MILLISECOND)
/* With more tracees than this nobody is kept: a tick would look at all. */
#define LOOKED_AT 8U

struct one_cpu {
	int home; /* the CPU; -1: nobody is kept */
	unsigned int awake;
	unsigned int ticks; /* since home was chosen */
	unsigned int twos;  /* the last ticks that found more than one awake */
	uint64_t stops;
	uint64_t stops_seen; /* at the last tick */
	uint64_t last_stop;  /* nanoseconds, while nobody is kept */
	uint64_t not_before;
	uint64_t look_at, look_every; /* while nobody is kept */
	timer_t timer;
	cpu_set_t usual; /* what everybody has who is not kept */
	/* The parent that it looked at last: a shell that runs one program after the other. */
	pid_t looked_at;
	int look; /* its /proc/PID/syscall, or -1 */
};

static volatile sig_atomic_t ticked;

static void on_tick(int signal_number)
{
	(void)signal_number;
	ticked = 1;
}

static bool set_affinity(pid_t tid, const cpu_set_t *set)
{
	return sched_setaffinity(tid, sizeof(*set), set) == 0;
}

/* Nobody else's: the kernel gives no number away that is still to be waited for. */
static bool is_held(pid_t tid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)tid, &info, WNOHANG | WNOWAIT | WEXITED | __WALL) == 0;
}

static int open_call(pid_t tid)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/%d/syscall", tid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* KERNEL: proc_pid_syscall(): "running", -1, or the number of the call that it sleeps in. */
static bool tells_of_sleep(int fd)
{
	char first;

	return fd >= 0 && pread(fd, &first, 1, 0) == 1 && isdigit((unsigned char)first);
}

static bool sleeps_in_call(const struct one_cpu *keeper, pid_t tid)
{
	CLEANUP_FD int fd = -1;

	if (tid == keeper->looked_at)
		return tells_of_sleep(keeper->look);
	fd = open_call(tid);
	return tells_of_sleep(fd);
}

/*
 * The file is kept open: it is that process's for good, and tells nothing of who has the number
 * next (ESRCH).
 */
static bool parent_sleeps(struct one_cpu *keeper, pid_t tid)
{
	bool sleeps;

	if (tid != keeper->looked_at) {
		fd_close(&keeper->look);
		keeper->look = open_call(tid);
	}
	sleeps = tells_of_sleep(keeper->look);
	keeper->looked_at = sleeps ? tid : 0;
	return sleeps;
}

bool one_cpu_is_possible(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}

/*
 * KERNEL: an affinity is remembered as it was asked for, and follows what the cpuset allows. Who
 * never had one asked for all.
 */
static bool find_usual(cpu_set_t *ret_usual)
{
	cpu_set_t now;
	cpu_set_t all;

	memset(&all, 0xff, sizeof(all));
	if (sched_getaffinity(0, sizeof(*ret_usual), ret_usual) < 0 || !set_affinity(0, &all) ||
	    sched_getaffinity(0, sizeof(now), &now) < 0)
		return false;
	if (!CPU_EQUAL(&now, ret_usual))
		return set_affinity(0, ret_usual);
	*ret_usual = all;
	return true;
}

static bool make_timer(timer_t *ret_timer)
{
	struct sigaction action = { .sa_handler = on_tick }; /* no SA_RESTART: the wait ends */
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = TICK_SIGNAL };
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, TICK_SIGNAL);
	return sigprocmask(SIG_BLOCK, &set, NULL) == 0 &&
	       sigaction(TICK_SIGNAL, &action, NULL) == 0 &&
	       timer_create(CLOCK_MONOTONIC, &event, ret_timer) == 0;
}

static void set_timer(struct one_cpu *keeper, uint64_t interval)
{
	const struct timespec time = { .tv_nsec = (long)interval };
	const struct itimerspec when = { .it_value = time, .it_interval = time };

	(void)timer_settime(keeper->timer, 0, &when, NULL);
}

void one_cpu_start(struct engine *engine)
{
	struct one_cpu *keeper = engine->keeps_one_cpu ? talloc_zero(engine, struct one_cpu) : NULL;

	if (keeper == NULL || !find_usual(&keeper->usual) || !make_timer(&keeper->timer)) {
		talloc_free(keeper);
		return;
	}
	keeper->home = -1;
	keeper->look = -1;
	keeper->awake = engine->tracee_count;
	keeper->look_every = LOOK_FIRST;
	engine->one_cpu = keeper;
}

static void put_back(const struct one_cpu *keeper, struct tracee *tracee)
{
	tracee->kept = false;
	if (is_held(tracee->tid))
		(void)set_affinity(tracee->tid, &keeper->usual);
}

static void let_go(struct engine *engine, uint64_t rest)
{
	struct one_cpu *keeper = engine->one_cpu;
	struct tracee *tracee;

	keeper->not_before = rest == 0 ? 0 : ticker_now() + rest;
	if (keeper->home < 0)
		return;
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->kept)
			put_back(keeper, tracee);
	}
	(void)set_affinity(0, &keeper->usual);
	keeper->home = -1;
	set_timer(keeper, 0);
}

void one_cpu_stop(struct engine *engine)
{
	if (engine->one_cpu == NULL)
		return;
	let_go(engine, 0);
	(void)timer_delete(engine->one_cpu->timer);
	fd_close(&engine->one_cpu->look);
	TALLOC_FREE(engine->one_cpu);
}

void one_cpu_listen(const struct engine *engine, bool on)
{
	sigset_t set;

	if (engine->one_cpu == NULL || engine->one_cpu->home < 0)
		return;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, TICK_SIGNAL);
	(void)sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

static void set_asleep(struct one_cpu *keeper, struct tracee *tracee, bool asleep)
{
	if (tracee->asleep == asleep)
		return;
	tracee->asleep = asleep;
	keeper->awake += asleep ? -1U : 1U;
}

/* One that is awake needs no look: whether it sleeps, too, changes nothing. */
static void look_who_sleeps(struct engine *engine)
{
	bool all = engine->one_cpu->awake > 1;
	struct tracee *tracee;

	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (tracee->born && (all || tracee->asleep))
			set_asleep(engine->one_cpu, tracee,
				   tracee->state == TRACEE_RUNNING &&
					   sleeps_in_call(engine->one_cpu, tracee->tid));
	}
}

/* Without a tick nobody else would notice that what reads a pipe, say, sleeps again. */
static void look_now_and_then(struct engine *engine)
{
	struct one_cpu *keeper = engine->one_cpu;
	uint64_t now = ticker_now();

	if (now < keeper->look_at || now < keeper->not_before || engine->tracee_count > LOOKED_AT)
		return;
	look_who_sleeps(engine);
	if (keeper->awake == 1)
		keeper->look_every = LOOK_FIRST;
	else if (keeper->look_every < LOOK_LAST)
		keeper->look_every *= 2;
	keeper->look_at = now + keeper->look_every;
}

void one_cpu_look(struct engine *engine)
{
	struct one_cpu *keeper = engine->one_cpu;
	bool quiet;

	if (keeper == NULL || keeper->home < 0 || !ticked)
		return;
	ticked = 0;
	quiet = keeper->stops == keeper->stops_seen;
	keeper->stops_seen = keeper->stops;
	if (quiet || ++keeper->ticks >= RECHOICE || engine->tracee_count > LOOKED_AT) {
		let_go(engine, quiet ? 0 : TICK);
		return;
	}
	look_who_sleeps(engine);
	/* Between a fork and what follows two are awake for a moment. */
	keeper->twos = keeper->awake > 1 ? keeper->twos + 1 : 0;
	if (keeper->twos > 1)
		let_go(engine, REST);
}

void one_cpu_on_birth(struct tracee *child, struct tracee *parent, uint64_t flags)
{
	struct one_cpu *keeper = child->engine->one_cpu;

	if (keeper == NULL)
		return;
	keeper->awake++;
	child->left_alone = parent->left_alone;
	child->kept = parent->kept_when_resumed;
	/* RACE: a tick let it go, after or before the child was made. */
	if (child->kept && !parent->kept)
		put_back(keeper, child);
	/* KERNEL: sleeps until the child executes a program or ends. */
	if ((flags & CLONE_VFORK) != 0)
		set_asleep(keeper, parent, true);
	if ((flags & CLONE_THREAD) != 0 || keeper->awake > 2)
		let_go(child->engine, REST);
}

void one_cpu_on_stop(struct tracee *tracee)
{
	struct one_cpu *keeper = tracee->engine->one_cpu;

	if (keeper == NULL)
		return;
	keeper->stops++;
	tracee->looks = false;
	set_asleep(keeper, tracee, false);
}

void one_cpu_on_end(struct tracee *tracee)
{
	struct one_cpu *keeper = tracee->engine->one_cpu;

	if (keeper == NULL || !tracee->born)
		return;
	set_asleep(keeper, tracee, true);
}

void one_cpu_on_exec(struct tracee *tracee)
{
	struct one_cpu *keeper = tracee->engine->one_cpu;
	struct tracee *parent;

	if (keeper == NULL || keeper->awake != 2)
		return;
	parent = engine_find(tracee->engine, tracee->parent_tid);
	if (parent == NULL || parent->asleep)
		return;
	set_asleep(keeper, parent,
		   parent->state == TRACEE_RUNNING && parent_sleeps(keeper, parent->tid));
	/* After the exec: it had the time to go to sleep, and did not. */
	if (!parent->asleep && !tracee->in_exec)
		let_go(tracee->engine, REST);
}

/* With the second of two stops that are close to each other. */
static bool may_begin(struct engine *engine)
{
	struct one_cpu *keeper = engine->one_cpu;
	uint64_t now = ticker_now();
	bool is_close = now - keeper->last_stop < CLOSE;

	keeper->last_stop = now;
	return is_close && now >= keeper->not_before && engine->guest_traces == 0 &&
	       engine->tracee_count <= LOOKED_AT;
}

static void begin(struct one_cpu *keeper)
{
	int cpu = sched_getcpu();
	cpu_set_t one;

	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return;
	CPU_ZERO(&one);
	CPU_SET((unsigned int)cpu, &one);
	if (!set_affinity(0, &one))
		return;
	keeper->home = cpu;
	keeper->ticks = 0;
	keeper->twos = 0;
	keeper->stops_seen = keeper->stops;
	ticked = 0;
	set_timer(keeper, TICK);
}

static void keep(const struct one_cpu *keeper, struct tracee *tracee)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((unsigned int)keeper->home, &one);
	if (set_affinity(tracee->tid, &one))
		tracee->kept = true;
}

void one_cpu_before_resume(struct tracee *tracee)
{
	struct one_cpu *keeper = tracee->engine->one_cpu;

	if (keeper == NULL)
		return;
	if (keeper->home < 0 && keeper->awake > 1)
		look_now_and_then(tracee->engine);
	if (!tracee->kept && keeper->awake == 1 && !tracee->looks && !tracee->left_alone) {
		if (keeper->home < 0 && may_begin(tracee->engine))
			begin(keeper);
		if (keeper->home >= 0)
			keep(keeper, tracee);
	}
	tracee->kept_when_resumed = tracee->kept;
}

void one_cpu_put_back(struct engine *engine)
{
	if (engine->one_cpu != NULL)
		let_go(engine, 0);
}

void one_cpu_show(struct tracee *looker)
{
	one_cpu_put_back(looker->engine);
	looker->looks = true;
}

void one_cpu_leave_alone(struct tracee *tracee)
{
	tracee->left_alone = true;
}
