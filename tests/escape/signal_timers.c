/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Timers, death signals and message queues that signal: the caller's own process only. */
#include <mqueue.h>

#include "escape.h"

int main(void)
{
	pid_t outsiders[] = { given_pid("ESCAPE_PID"), getppid() };
	timer_t timer;

	for (size_t i = 0; i < 2; i++) {
		struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1 };
		clockid_t clock = ((~(clockid_t)outsiders[i]) << 3) | 2;
		struct timespec time;

		((int *)&event)[4] = outsiders[i];
		event._sigev_un._tid = outsiders[i];
		must_fail(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer), "a timer for an outsider");
		must_fail(syscall(SYS_timer_create, clock, NULL, &timer), "a timer of an outsider's clock");
		must_fail(syscall(SYS_clock_gettime, clock, &time), "an outsider's clock");
		must_fail(syscall(SYS_clock_gettime, (long)clock & 0xffffffffL, &time), "an outsider's clock");
		must_fail(syscall(SYS_clock_nanosleep, clock, 0, &time, NULL), "sleeping by it");
		must_fail(syscall(SYS_clock_getres, clock, &time), "its resolution");
	}
	contained();
}
