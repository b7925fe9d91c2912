/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Breakpoints and single steps: through code, through calls of all kinds, into a program. */
#include "traced.h"

static const char *self;

static __attribute__((noinline)) int place(int x)
{
	__asm__ volatile("nop\n\tnop\n\tnop\n\tnop");
	return x + 1;
}

static int run(void)
{
	place(1);
	syscall(SYS_getpid);
	syscall(SYS_openat, AT_FDCWD, "nowhere", O_RDONLY, 0);
	syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY, 0);
	syscall(SYS_kill, getppid(), 0);
	execl(self, self, "again", NULL);
	return 3;
}

static void breakpoint(pid_t child)
{
	struct user_regs_struct regs;
	long old, trap;
	int steps = 0;

	errno = 0;
	old = ptrace(PTRACE_PEEKTEXT, child, place, NULL);
	trap = old;
	memcpy(&trap, TRAP_BYTES, TRAP_SIZE);
	CALL(ptrace(PTRACE_POKETEXT, child, place, trap));
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("breakpoint", child);
	regs = tracee_get(child);
	printf("there: %d\n", regs.TRACEE_IP == (uintptr_t)place + TRAP_BACK);
	regs.TRACEE_IP = (uintptr_t)place;
	tracee_set(child, &regs);
	CALL(ptrace(PTRACE_POKETEXT, child, place, old));
	for (; steps < 5; steps++) {
		CALL(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL));
		next_stop("step", child);
	}
}

/* Each call is one step, however it is answered: until the program is executed. */
static void steps(pid_t child)
{
	long calls = 0;
	int status;

	for (;;) {
		struct user_regs_struct regs = tracee_get(child);
		long word;
		bool is_call;

		errno = 0;
		word = ptrace(PTRACE_PEEKTEXT, child, regs.TRACEE_IP, NULL);
		is_call = memcmp(&word, CALL_BYTES, CALL_BYTES_SIZE) == 0;
		calls += is_call;
		MUST(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL));
		MUST(waitpid(child, &status, 0));
		if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP || status >> 16 != 0)
			break;
		if (!is_call)
			continue;
		regs = tracee_get(child);
		printf("call %ld: %s\n", calls,
		       (long)regs.TRACEE_RESULT == child ? "its number"
		       : (long)regs.TRACEE_RESULT < 0    ? err_name(-(int)regs.TRACEE_RESULT)
							 : "done");
	}
	show_stop("end of steps", status);
	MUST(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL));
	next_stop("in the program", child);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("end", child);
}

int main(int argc, char **argv)
{
	pid_t child;

	self = argv[0];
	if (argc > 1)
		return 9;
	child = traced_child(run);
	CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACEEXEC));
	breakpoint(child);
	steps(child);
	return 0;
}
