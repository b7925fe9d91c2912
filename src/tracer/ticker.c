/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See ticker.h. The handler sets a flag and does nothing else. */
#include "tracer/ticker.h"

#include <errno.h>
#include <signal.h>

/* Not one of those that libraries like to take. */
#define TICK_SIGNAL (SIGRTMIN + 9)

static volatile sig_atomic_t ticked;

static void on_tick(int signal_number)
{
	(void)signal_number;
	ticked = 1;
}

uint64_t ticker_now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * NANOSECONDS + (uint64_t)time.tv_nsec;
}

static struct timespec timespec_of(uint64_t nanoseconds)
{
	return (struct timespec){ .tv_sec = (time_t)(nanoseconds / NANOSECONDS),
				  .tv_nsec = (long)(nanoseconds % NANOSECONDS) };
}

static int arm(timer_t timer, uint64_t delay, uint64_t interval)
{
	struct itimerspec when = {
		.it_value = timespec_of(delay == 0 ? 1 : delay), /* 0 would be: never */
		.it_interval = timespec_of(interval),
	};

	return timer_settime(timer, 0, &when, NULL) < 0 ? -errno : 0;
}

static int create(int signal_number, timer_t *ret_timer)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = signal_number };

	return timer_create(CLOCK_MONOTONIC, &event, ret_timer) < 0 ? -errno : 0;
}

int ticker_start(struct ticker *ticker)
{
	struct sigaction action = { .sa_handler = on_tick }; /* no SA_RESTART: the wait ends */
	int status;

	*ticker = (struct ticker){ .ticking = true };
	ticker_listen(ticker, false);
	status = sigaction(TICK_SIGNAL, &action, NULL) < 0 ? -errno
							   : create(TICK_SIGNAL, &ticker->tick);
	ticker->ticking = status == 0;
	return status;
}

int ticker_set(struct ticker *ticker, uint64_t delay, uint64_t interval)
{
	return arm(ticker->tick, delay, interval);
}

int ticker_continue_in(struct ticker *ticker, uint64_t delay)
{
	/* KERNEL: SIGCONT continues whom it is sent to, also when a timer sends it. */
	int status = create(SIGCONT, &ticker->wake);

	if (status < 0)
		return status;
	ticker->waking = true;
	return arm(ticker->wake, delay, NANOSECONDS);
}

void ticker_stop(struct ticker *ticker)
{
	if (ticker->ticking)
		(void)timer_delete(ticker->tick);
	if (ticker->waking)
		(void)timer_delete(ticker->wake);
	ticker->ticking = false;
	ticker->waking = false;
}

void ticker_listen(const struct ticker *ticker, bool on)
{
	sigset_t set;

	if (!ticker->ticking)
		return;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, TICK_SIGNAL);
	(void)sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

bool ticker_has_ticked(void)
{
	bool has = ticked != 0;

	ticked = 0;
	return has;
}
