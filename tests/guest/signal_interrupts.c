/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Which calls a signal ends with EINTR, and which SA_RESTART restarts. */
#include "guest.h"

static volatile sig_atomic_t count;

static void on_alarm(int signo)
{
	(void)signo;
	count++;
}

static void arm(int flags)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = flags };

	sigaction(SIGALRM, &action, NULL);
	ualarm(30000, 0);
}

int main(void)
{
	struct pollfd none = { .fd = -1 };
	struct timespec second = { 1, 0 };
	int pipes[2];
	char byte;

	MUST(pipe(pipes));
	arm(0);
	CALL(read(pipes[0], &byte, 1));
	arm(SA_RESTART);
	if (!MUST(fork())) {
		nap_ms(150);
		MUST(write(pipes[1], "x", 1));
		_exit(0);
	}
	CALL(read(pipes[0], &byte, 1));
	arm(0);
	CALL(pause());
	arm(SA_RESTART);
	CALL(poll(&none, 1, 1000));
	arm(SA_RESTART);
	CALL(nanosleep(&second, NULL));
	arm(SA_RESTART);
	CALL(wait(NULL) > 0);
	arm(0);
	CALL(pause());
	printf("count %d\n", (int)count);
	return 0;
}
