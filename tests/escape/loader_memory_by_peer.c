/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Before the loader has mapped the gate, whoever writes into its memory decides what is
 * mapped in the gate's place, and with it what every window admits. A member stops another
 * one in its loader and writes there.
 * ATTACK BROKEN: LOADER
 */
#include <sys/personality.h>
#include <sys/uio.h>

#include "escape.h"

static long transfer(long number, pid_t pid, uint64_t address, void *bytes)
{
	struct iovec local = { bytes, 8 }, remote = { (void *)(uintptr_t)address, 8 };

	return syscall(number, pid, &local, 1, &remote, 1, 0);
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	uint64_t gate, stack;
	unsigned long seen = 0;
	char bytes[8];

	if (argc > 1)
		pause();
	if (personality(ADDR_NO_RANDOMIZE) < 0 || getenv("ATTACK_AGAIN") == NULL) {
		setenv("ATTACK_AGAIN", "1", 1);
		execv("/proc/self/exe", argv);
		broken("exec");
	}
	gate = find_gate();
	/* Without randomisation the strings of an exec end where those of this one do. */
	stack = (uint64_t)(uintptr_t)argv[0] & ~7UL;
	while (racing(&race)) {
		pid_t pid = fork();

		if (pid == 0) {
			execl("/proc/self/exe", argv[0], "wait", NULL);
			_exit(1);
		}
		for (volatile unsigned long i = 0; i < race.rounds * 7919 % 400000; i++)
			;
		kill(pid, SIGSTOP);
		if (transfer(SYS_process_vm_readv, pid, gate, bytes) < 0 && errno == EFAULT &&
		    transfer(SYS_process_vm_readv, pid, stack, bytes) == 8) {
			seen++;
			if (transfer(SYS_process_vm_writev, pid, stack, bytes) == 8 &&
			    transfer(SYS_process_vm_readv, pid, gate, bytes) < 0 && errno == EFAULT)
				escaped("a loader without a gate was written to");
		}
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	printf("%lu loaders caught in %lu rounds\n", seen, race.rounds);
	contained();
}
