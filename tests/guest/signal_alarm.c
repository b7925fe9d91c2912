/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* alarm and setitimer: remaining time, replacement, delivery. */
#include "guest.h"

static volatile sig_atomic_t count;

static void on_alarm(int signo)
{
	(void)signo;
	count++;
}

int main(void)
{
	struct itimerval timer = { { 0, 10000 }, { 0, 10000 } }, got;

	signal(SIGALRM, on_alarm);
	CALL(alarm(100));
	CALL(alarm(50) >= 99);
	CALL(alarm(0) >= 49);
	CALL(alarm(0));
	MUST(setitimer(ITIMER_REAL, &timer, NULL));
	while (count < 5)
		pause();
	timer = (struct itimerval){ 0 };
	CALL(setitimer(ITIMER_REAL, &timer, &got));
	printf("interval %ld count at least 5: %d\n", (long)got.it_interval.tv_usec, count >= 5);
	CALL(setitimer(7, &timer, NULL));
	return 0;
}
