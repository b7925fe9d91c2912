/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See rouse.h. The timer runs on from stop to stop, and rests when there was none for a while. */
#include "tracer/rouse.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

#include "util/broken.h"

/* Not patience's, nor a ticker's. */
#define ROUSE_SIGNAL (SIGRTMIN + 6)
#define ROUSE_EVERY  20000000L /* nanoseconds */

static timer_t timer;
static bool made;
static volatile sig_atomic_t runs, busy, was_busy;

static void set_timer(long every)
{
	const struct itimerspec when = { .it_value = { .tv_nsec = every },
					 .it_interval = { .tv_nsec = every } };

	(void)timer_settime(timer, 0, &when, NULL);
}

static void on_signal(int signal_number)
{
	int saved = errno;

	(void)signal_number;
	if (!busy && !was_busy) {
		set_timer(0);
		runs = 0;
	}
	was_busy = 0;
	errno = saved;
}

int rouse_new(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = ROUSE_SIGNAL };

	if (sigaction(ROUSE_SIGNAL, &action, NULL) < 0 ||
	    timer_create(CLOCK_MONOTONIC, &event, &timer) < 0)
		return -errno;
	runs = busy = was_busy = 0;
	made = true;
	return 0;
}

void rouse_free(void)
{
	if (made)
		(void)timer_delete(timer);
	made = false;
}

void rouse_begin(void)
{
	busy = was_busy = 1;
	if (runs || !made || BROKEN_LINGER)
		return;
	runs = 1;
	set_timer(ROUSE_EVERY);
}

void rouse_end(void)
{
	busy = 0;
}
