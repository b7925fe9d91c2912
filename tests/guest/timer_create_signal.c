/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* POSIX timers deliver their signal with its value. */
#include "guest.h"

static volatile sig_atomic_t value;

static void on_timer(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	value = info->si_value.sival_int;
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_timer, .sa_flags = SA_SIGINFO };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN,
				  .sigev_value.sival_int = 77 };
	struct itimerspec spec = { .it_value = { 0, 10000000 } };
	timer_t timer;

	sigaction(SIGRTMIN, &action, NULL);
	CALL(timer_create(CLOCK_MONOTONIC, &event, &timer));
	CALL(timer_settime(timer, 0, &spec, NULL));
	while (!value)
		nap_ms(2);
	printf("value %d\n", (int)value);
	CALL(timer_delete(timer));
	CALL(timer_delete(timer));
	CALL(timer_create(999, &event, &timer));
	return 0;
}
