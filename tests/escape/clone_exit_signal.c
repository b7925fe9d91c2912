/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A child's end sends its parent the signal that clone was given: whoever becomes the parent of
 * one, by CLONE_PARENT, or by the death of others, is nobody outside, and not the tracer.
 */
#include "escape.h"

static long raw_clone(unsigned long flags)
{
	return syscall(SYS_clone, flags, 0, 0, 0, 0);
}

int main(void)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGSTOP, SIGUSR1, 63, 0 };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		unsigned long number = (unsigned long)signals[i];
		long pid;

		/* From the first program: a sibling of its own would be the tracer's child. */
		pid = raw_clone(0x8000 /* CLONE_PARENT */ | number);
		if (pid == 0)
			_exit(0);
		/* An orphan, in the middle of its life and at its end. */
		pid = raw_clone(SIGCHLD);
		if (pid == 0) {
			if (raw_clone(number) == 0) {
				usleep(20000);
				if (raw_clone(0x8000 | number) == 0)
					_exit(0);
				if (raw_clone(0x8000 | 0x800000 /* CLONE_UNTRACED */ | number) == 0)
					_exit(0);
				(void)prctl(PR_SET_PDEATHSIG, number);
				_exit(0);
			}
			_exit(0);
		}
		waitpid((pid_t)pid, NULL, 0);
	}
	usleep(100000);
	while (waitpid(-1, NULL, __WALL | WNOHANG) > 0)
		;
	if (access("/etc/passwd", F_OK) < 0)
		broken("a call");
	contained();
}
