/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A stop halts all threads of a process, a continue wakes all. */
#include "guest.h"

static volatile int *counters;

static void *count(void *arg)
{
	volatile int *mine = arg;
	struct stat st;

	for (;;) {
		stat("f", &st);
		(*mine)++;
		nap_ms(1);
	}
	return NULL;
}

int main(void)
{
	int before[3], moved = 0, status;
	pid_t child;

	counters = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	put_file("f", "x");
	child = MUST(fork());
	if (!child) {
		pthread_t thread;

		for (int i = 0; i < 3; i++)
			pthread_create(&thread, NULL, count, (void *)&counters[i]);
		for (;;)
			pause();
	}
	WAIT_UNTIL(counters[0] > 3 && counters[1] > 3 && counters[2] > 3);
	MUST(kill(child, SIGSTOP));
	CALL(waitpid(child, &status, WUNTRACED) == child);
	show_status("child", status);
	nap_ms(20);
	for (int i = 0; i < 3; i++)
		before[i] = counters[i];
	nap_ms(50);
	for (int i = 0; i < 3; i++)
		moved += counters[i] != before[i];
	printf("running while stopped: %d\n", moved);
	MUST(kill(child, SIGCONT));
	WAIT_UNTIL(counters[0] > before[0] && counters[1] > before[1] && counters[2] > before[2]);
	for (moved = 0; moved < 3 && counters[moved] > before[moved]; moved++)
		;
	printf("running again: %d\n", moved);
	MUST(kill(child, SIGKILL));
	show_wait("child", child);
	return 0;
}
