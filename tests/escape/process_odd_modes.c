/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E36, E50: modes of a process: personalities bit by bit, x86's arch_prctl (other bases, tagged addresses,
 * another vDSO, shadow stacks), memory that denies writes. Confined as before, also after an exec.
 */
#include "confined.h"

#include <sys/personality.h>

static uint64_t gate;

static void execute(void)
{
	int status;

	if (fork() == 0) {
		execl("/proc/self/exe", "process_odd_modes", "child", NULL);
		_exit(0);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
}

static void be(long bit)
{
	alarm(60);
	(void)personality(bit < 32 ? 1UL << bit : (unsigned long)(bit - 32));
	still_confined("a personality");
	execute();
}

#if defined(__x86_64__)
static void ask(long code)
{
	const unsigned long words[] = { 0, 6, 57, gate, gate + GATE_SIZE_ + 0x100000, ~0UL };
	const uint64_t tagged = gate | 1ULL << 57;

	alarm(60);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		/* Without fs no C library runs; that these bases are nobody's business is plain. */
		if (code == 0x1001 || code == 0x1002)
			continue;
		(void)syscall(SYS_arch_prctl, code, words[i]);
	}
	refuse_secret((int)syscall(437, AT_FDCWD, outside("secret"), tagged + GATE_HOWS_, 24), "a tag");
	(void)munmap((void *)(uintptr_t)(tagged + GATE_HOWS_), 4096);
	(void)madvise((void *)(uintptr_t)(tagged + GATE_HOWS_), 4096, MADV_DONTFORK);
	still_confined("arch_prctl");
	execute();
}
#endif

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		still_confined("a program of an odd process");
		contained();
	}
	gate = find_gate();
	for (long bit = 0; bit < 32 + 24; bit++)
		confined_child(be, bit);
#if defined(__x86_64__)
	for (long code = 0x1000; code < 0x1030; code++)
		confined_child(ask, code);
	for (long code = 0x2000; code < 0x2008; code++)
		confined_child(ask, code);
	for (long code = 0x4000; code < 0x4008; code++)
		confined_child(ask, code);
	for (long code = 0x5000; code < 0x5008; code++)
		confined_child(ask, code);
#endif
	if (!readable(gate) || !readable(gate + GATE_HOWS_))
		escaped("the gate is gone");
	contained();
}
