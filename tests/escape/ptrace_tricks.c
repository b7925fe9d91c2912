/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E26: ptrace in every form, on members, outsiders, the tracer and oneself: what a tracer may
 * do (take calls away from the filter, write registers and read-only memory) no member may.
 * ATTACK MAY DIE
 */
#include "escape.h"

#include <sys/ptrace.h>

int main(void)
{
	int pids[] = { given_pid("ESCAPE_PID"), getppid(), getpid(), 1, 0, -1 };
	uint64_t gate = find_gate();
	pid_t child = fork();

	if (child == 0) {
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		for (int i = 0; i < 100; i++)
			refuse_secret(open(outside("secret"), O_RDONLY), "a child of a tracer");
		_exit(0);
	}
	usleep(20000);
	for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++) {
		must_fail(ptrace(PTRACE_ATTACH, pids[i], NULL, NULL), "PTRACE_ATTACH");
		must_fail(ptrace(PTRACE_SEIZE, pids[i], NULL, (void *)0x100000UL), "PTRACE_SEIZE");
		must_fail(ptrace(PTRACE_SEIZE, pids[i], NULL, (void *)0x200000UL /* SUSPEND_SECCOMP */),
			  "PTRACE_SEIZE");
		must_fail(ptrace(PTRACE_INTERRUPT, pids[i], NULL, NULL), "PTRACE_INTERRUPT");
		must_fail(ptrace(PTRACE_KILL, pids[i], NULL, NULL), "PTRACE_KILL");
	}
	for (long request = 0; request < 0x4300; request = request == 40 ? 0x4200 : request + 1) {
		for (int i = 0; i < 2; i++)
			if (ptrace((enum __ptrace_request)request, pids[i], gate, gate) >= 0 && request != 0)
				escaped("ptrace request %lx on process %d", request, pids[i]);
	}
	if (ptrace(PTRACE_SEIZE, child, NULL, (void *)0x200000UL) == 0)
		escaped("the filter of a member was taken away");
	(void)ptrace(PTRACE_ATTACH, child, NULL, NULL);
	(void)ptrace(PTRACE_POKETEXT, child, gate + GATE_HOWS_ + 16, 0);
	(void)ptrace(PTRACE_POKETEXT, getpid(), gate + GATE_HOWS_ + 16, 0);
	if (*(volatile uint64_t *)(uintptr_t)(gate + GATE_HOWS_ + 16) == 0)
		escaped("the gate was written");
	(void)ptrace(PTRACE_CONT, child, NULL, NULL);
	(void)ptrace(PTRACE_DETACH, child, NULL, NULL);
	kill(child, SIGCONT);
	join(child);
	contained();
}
