/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Signals that find a thread "in in-process code", as far as its own forged private page tells:
 * frames of any content, protected descriptors for the transient one, code of the attacker's
 * where the tracer thinks its own to be.
 */
#include "escape.h"
#include "forged.h"

#define FRAME_WORDS 12

static uint64_t gate;

int main(void)
{
	int first = find_protected();
	int64_t frame[FRAME_WORDS + 64];
	uint64_t *private;

	gate = find_gate();
	private = (uint64_t *)(uintptr_t)(gate + GATE_SIZE_);
	if (!readable(gate + GATE_SIZE_))
		skip("no in-process code here");
	signal(SIGALRM, on_signal);
	for (int round = 0; round < 40; round++) {
		struct timespec pause = { 0, 2000000 };
		pid_t child = fork();

		if (child == 0) {
			/* Somewhere around this code, so that it counts as the annex's. */
			private[0] = ((uint64_t)(uintptr_t)spin & ~0xfffULL) - 0x1000 * (uint64_t)(round % 8);
			memset(frame, 0, sizeof(frame));
			((int32_t *)frame)[0] = first + round % 8;
			((int32_t *)frame)[1] = round % 3 == 2;
			frame[1] = round * 977;
			frame[10] = round % 5 == 4 ? -1 : round;
			caught = 0;
			alarm(1);
			spin(frame);
			for (int fd = first; fd < first + 8; fd++)
				if (exists(first) && fd == first + round % 8 && !exists(fd) &&
				    round % 8 == 0)
					_exit(9);
			_exit(0);
		}
		nanosleep(&pause, NULL);
		(void)kill(child, SIGALRM);
		{
			int status;

			if (waitpid(child, &status, 0) == child && WIFEXITED(status) &&
			    WEXITSTATUS(status) == 9)
				escaped("a protected descriptor was closed");
		}
	}
	contained();
}
