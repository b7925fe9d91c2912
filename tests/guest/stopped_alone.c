/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The first program is stopped, and continued from within: by a child that stopped it ("member",
 * "stop"), or by its own timer ("timer"). Case stopped_alone runs them one by one, where no
 * terminal is.
 */
#include <time.h>

#include "guest.h"

static const struct timespec pause_between = { .tv_nsec = 200000000 };

/* By a child; again and again, whenever it was stopped. */
static void by_member(int signal_number)
{
	pid_t self = getpid();
	pid_t child = fork();

	if (child == 0) {
		kill(self, signal_number);
		for (int i = 0; i < 5; i++) {
			(void)nanosleep(&pause_between, NULL);
			kill(self, SIGCONT);
		}
		_exit(0);
	}
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
}

static void by_timer(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGCONT };
	struct itimerspec when = { pause_between, pause_between };
	timer_t timer;

	CALL(timer_create(CLOCK_MONOTONIC, &event, &timer));
	CALL(timer_settime(timer, 0, &when, NULL));
	raise(SIGSTOP);
	CALL(timer_delete(timer));
}

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";

	if (*way == '\0' || strcmp(way, "member") == 0)
		by_member(SIGTSTP);
	if (*way == '\0' || strcmp(way, "stop") == 0)
		by_member(SIGSTOP);
	if (*way == '\0' || strcmp(way, "timer") == 0)
		by_timer();
	printf("continued\n");
	return 0;
}
