/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E38, E50: every option of prctl with arguments that mean something to one or the other of them: numbers of
 * outsiders, places in the gate, none. After each the process is confined as before, and so are a child
 * and a program that it executes.
 */
#include "confined.h"

static uint64_t gate;

static void attack(long option)
{
	const unsigned long words[] = { 0, 1, 2, 3, (unsigned long)given_pid("ESCAPE_PID"),
					(unsigned long)getppid(), (unsigned long)(gate + GATE_HOWS_), ~0UL };
	static unsigned long block[64];

	alarm(60);
	for (size_t i = 0; i < 8; i++) {
		for (size_t j = 0; j < 8; j++) {
			/* A parent's death is ours to hear of, and no attack. */
			if (option == PR_SET_SECCOMP && words[i] == 1)
				continue;
			(void)syscall(SYS_prctl, option, words[i], words[j], block, words[(i + j) % 8]);
		}
		(void)syscall(SYS_prctl, option, words[i], block, sizeof(block), 0);
		(void)syscall(SYS_prctl, option | 1L << 32, words[i], block, 0, 0);
	}
	still_confined("an option of prctl");
	if (fork() == 0) {
		still_confined("a child after an option of prctl");
		execl("/proc/self/exe", "prctl_every_option", "child", NULL);
		_exit(0);
	}
	{
		int status;

		wait(&status);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
			_exit(1);
	}
}

int main(int argc, char **argv)
{
	static const long others[] = { 0x59616d61, 0x41555856, 0x53564d41, 0x6d6d6170 };

	(void)argv;
	if (argc > 1) {
		still_confined("a program after an option of prctl");
		contained();
	}
	gate = find_gate();
	for (long option = 0; option < 90; option++)
		confined_child(attack, option);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		confined_child(attack, others[i]);
	if (!readable(gate) || !readable(gate + GATE_HOWS_))
		escaped("the gate is gone");
	contained();
}
