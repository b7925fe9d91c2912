/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E31: a tracer tries to get hold of its tracee while that is in ptjail's loader, before the
 * gate is mapped, and to write into it then: by interruptions, signals, steps and attaching at
 * any moment of an exec.
 * ATTACK BROKEN: LOADING
 */
#include "traced.h"

#define PTRACE_SEIZE_     0x4206
#define PTRACE_INTERRUPT_ 0x4207

/* Held: the gate has to be there, and refuses to be looked at; without it EIO comes of nothing. */
static void look(pid_t pid, uint64_t gate)
{
	struct user_regs_struct regs;
	uint64_t word = 0;
	struct iovec own = { &word, sizeof(word) };
	struct iovec theirs = { (void *)(uintptr_t)(gate + GATE_CODE_), sizeof(word) };
	uint64_t code;

	if (!get_regs(pid, &regs))
		return;
	memcpy(&code, (void *)(uintptr_t)(gate + GATE_CODE_), sizeof(code));
	if (process_vm_readv(pid, &own, 1, &theirs, 1, 0) != sizeof(word)) {
		if (errno != ESRCH)
			escaped("held at %lx, where the gate is not mapped",
				(unsigned long)REG_IP(&regs));
	} else if (word != code) {
		escaped("the gate of a held process is another one");
	}
}

static _Noreturn void victim(void)
{
	for (;;) {
		pid_t child = vfork();

		if (child == 0) {
			execl("/bin/true", "true", NULL);
			execl("/proc/self/exe", "trace_loader", "quick", NULL);
			_exit(1);
		}
		waitpid(child, NULL, 0);
	}
}

/* An exec that is interrupted all the time, and continued. */
static void by_interruptions(const char *self, uint64_t gate, unsigned long round)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		raise(SIGSTOP);
		execl(self, self, "quick", NULL);
		_exit(1);
	}
	if (waitpid(child, &status, WUNTRACED) != child)
		broken("waitpid");
	if (ptrace((enum __ptrace_request)PTRACE_SEIZE_, child, NULL,
		   round % 2 ? PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL : PTRACE_O_EXITKILL) < 0)
		broken("PTRACE_SEIZE");
	kill(child, SIGCONT);
	for (int i = 0; i < 200; i++) {
		ptrace((enum __ptrace_request)PTRACE_INTERRUPT_, child, NULL, NULL);
		if (round % 3 == 0)
			kill(child, i % 2 ? SIGWINCH : SIGSTOP);
		linger((int)(round * 37 % 20000));
		if (waitpid(child, &status, __WALL | WNOHANG) != child)
			continue;
		if (!WIFSTOPPED(status))
			return;
		look(child, gate);
		ptrace(round % 5 == 0   ? PTRACE_SINGLESTEP
		       : round % 2 == 0 ? PTRACE_SYSCALL
					: PTRACE_CONT,
		       child, NULL, NULL);
	}
	kill(child, SIGKILL);
	while (waitpid(child, &status, __WALL) == child && WIFSTOPPED(status))
		;
}

int main(int argc, char **argv)
{
	uint64_t gate = find_gate();
	struct race race = { 0 };
	char self[PATH_MAX] = "";

	if (argc > 1)
		return 0;
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		snprintf(self, sizeof(self), "%s", argv[0]);
	(void)victim;
	while (racing(&race))
		by_interruptions(self, gate, race.rounds);
	contained();
}
