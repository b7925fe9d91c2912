/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See patience.h. A timer that was left armed fires once at most: its signal is blocked. */
#include "tracer/patience.h"

#include <errno.h>
#include <signal.h>

#include "tracer/ticker.h"
#include "util/broken.h"

/* Not the ticker's. */
#define PATIENCE_SIGNAL (SIGRTMIN + 8)
/* Nanoseconds between two signals, at least. */
#define AGAIN 4000000ULL

static void on_signal(int signal_number)
{
	(void)signal_number;
}

static void listen(bool on)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, PATIENCE_SIGNAL);
	(void)sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

int patience_new(struct patience *patience)
{
	struct sigaction action = { .sa_handler = on_signal }; /* no SA_RESTART: the wait ends */
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = PATIENCE_SIGNAL };

	listen(false);
	if (sigaction(PATIENCE_SIGNAL, &action, NULL) < 0 ||
	    timer_create(CLOCK_MONOTONIC, &event, &patience->timer) < 0)
		return -errno;
	patience->made = true;
	return 0;
}

void patience_free(struct patience *patience)
{
	if (patience->made)
		(void)timer_delete(patience->timer);
	patience->made = false;
}

void patience_begin(struct patience *patience, uint64_t every)
{
	/*
	 * RACE: one that fires before the wait ends nothing; the next one does. Where a signal
	 * takes long (a slow machine, a tracer that is traced) no wait would ever begin if they
	 * came as close as the first may.
	 */
	const struct itimerspec when = {
		.it_value = { .tv_nsec = (long)every },
		.it_interval = { .tv_nsec = (long)(every > AGAIN ? every : AGAIN) },
	};

	patience->since = ticker_now();
	if (!BROKEN_PATIENCE)
		(void)timer_settime(patience->timer, 0, &when, NULL);
	listen(true);
}

void patience_end(struct patience *patience)
{
	(void)patience;
	listen(false);
}

bool patience_ran_out(struct patience *patience)
{
	uint64_t now = ticker_now();

	if (now - patience->since < PATIENCE_EVERY / 2)
		return false;
	patience->since = now;
	return true;
}
