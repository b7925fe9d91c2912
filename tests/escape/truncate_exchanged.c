/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E52: truncate has to wait for a lease, for which the caller opens the file. Another thread puts a
 * descriptor for reading only under that number: of a read-only mount, and of the host's file that
 * is standard input.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK STDIN: victim
 */
#include "escape.h"

#define NUMBER 20 /* the lowest free one */

static volatile int target, armed, exchanged;

/* Somebody with a table of descriptors of his own: he gives way when he is asked. */
static void lend(void)
{
	/* The signal may have been the last lease's. */
	const struct timespec patience = { 0, 50000000 };
	int fd = open("own", O_RDONLY);
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGIO);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0) {
			if (errno != EAGAIN)
				_exit(77);
			sched_yield();
			continue;
		}
		(void)sigtimedwait(&set, NULL, &patience);
		fcntl(fd, F_SETLEASE, F_UNLCK);
	}
}

static void *exchange(void *data)
{
	(void)data;
	for (;;) {
		if (armed == 1 && fcntl(NUMBER, F_GETFD) >= 0) {
			exchanged = dup2(target, NUMBER) == NUMBER;
			/* Unless that has been called off meanwhile. */
			__sync_bool_compare_and_swap(&armed, 1, 2);
		} else if (armed == 3) {
			armed = 0;
		}
	}
	return NULL;
}

/* -1 with EINVAL: what was exchanged was not cut. */
static bool is_refused(int descriptor)
{
	bool refused;

	target = descriptor;
	exchanged = 0;
	armed = 1;
	refused = truncate("own", 1) < 0 && errno == EINVAL;
	armed = 3;
	while (armed != 0)
		;
	close(NUMBER);
	return refused && exchanged;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long refused = 0;
	struct stat before[2], after;
	int targets[2], status;
	pid_t lender;

	enter_scratch();
	make_file("own", "own\n");
	targets[0] = 0;
	targets[1] = open("/ro/file", O_RDONLY);
	while (dup(0) < NUMBER)
		;
	close(NUMBER);
	for (int i = 0; i < 2; i++)
		if (fstat(targets[i], &before[i]) < 0 || before[i].st_size < 2)
			broken("no file");
	lender = fork();
	if (lender == 0)
		lend();
	start(exchange, NULL);
	while (racing_until(&race, refused > 4)) {
		int i = race.rounds % 2;

		refused += is_refused(targets[i]);
		if (fstat(targets[i], &after) == 0 && after.st_size != before[i].st_size)
			escaped("%s was cut, in round %lu",
				i == 0 ? "standard input" : "a read-only file", race.rounds);
		if (waitpid(lender, &status, WNOHANG) == lender)
			skip("no leases");
	}
	printf("%lu times exchanged\n", refused);
	if (refused == 0)
		broken("nothing was exchanged");
	contained();
}
