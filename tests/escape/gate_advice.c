/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E4: every advice that madvise knows, guard pages among them, on all parts of the gate and on what lies
 * beside it. Whoever takes it away from himself dies of it, or it is as before; never does a call that
 * ptjail makes with it act on something else, and nobody waits for ever.
 */
#include "confined.h"

static uint64_t gate;
static pid_t sleeper;

static void advise(long advice)
{
	const struct {
		uint64_t at, size;
	} parts[] = { { gate + GATE_CODE_, 0x10000 }, { gate + GATE_HOWS_, 0x1000 * 24 },
		      { gate + GATE_SLOTS_, 0x8000 * 4 }, { gate, 0x1000 },
		      { gate, GATE_SIZE_ }, { gate + GATE_SIZE_, 0x10000 } };
	int part = (int)advice % 6;
	int status;

	alarm(60);
	(void)madvise((void *)(uintptr_t)parts[part].at, parts[part].size, (int)(advice / 6));
	(void)kill(sleeper, 0);
	(void)getpgid(sleeper);
	for (int i = 0; i < 4; i++)
		close(open("/etc/passwd", O_RDONLY));
	if (fork() == 0) {
		still_confined("a child after an advice");
		execl("/bin/sh", "sh", "-c", ":", NULL);
		_exit(0);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
	still_confined("an advice");
}

int main(void)
{
	gate = find_gate();
	sleeper = fork();
	if (sleeper == 0) {
		for (;;)
			pause();
	}
	/* 100 and 101 are for the whole machine, and refused; 102 to 104 are guards and what is to come. */
	for (long advice = 0; advice < 106 * 6; advice++)
		if (advice / 6 < 30 || advice / 6 > 98)
			confined_child(advise, advice);
	kill(sleeper, SIGKILL);
	contained();
}
