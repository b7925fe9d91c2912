/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An open that waits on a FIFO goes on after an SA_RESTART signal. */
#include "guest.h"

static volatile sig_atomic_t seen;
static int enough[2];

static void on_alarm(int signo)
{
	(void)signo;
	if (++seen == 3)
		(void)!write(enough[1], "", 1);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
	struct itimerval timer = { { 0, 20000 }, { 0, 20000 } };
	char byte = 0;
	pid_t child;
	int fd;

	MUST(mkfifo("p", 0644));
	MUST(pipe(enough));
	MUST(sigaction(SIGALRM, &action, NULL));
	child = MUST(fork());
	if (!child) {
		MUST(read(enough[0], &byte, 1));
		fd = open("p", O_WRONLY);
		_exit(write(fd, "r", 1) == 1 ? 0 : 1);
	}
	MUST(setitimer(ITIMER_REAL, &timer, NULL));
	OK(fd = open("p", O_RDONLY));
	timer = (struct itimerval){ 0 };
	MUST(setitimer(ITIMER_REAL, &timer, NULL));
	CALL(read(fd, &byte, 1));
	printf("signals %s, byte %c\n", seen > 2 ? "several" : "too few", byte);
	show_wait("writer", child);
	return 0;
}
