/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E31: an exec fails when the kernel has given up the old program already: the new stack has
 * no room for what it writes there. The process has another address space then, without a gate, and
 * a signal pending that is to end it. Its tracer holds it, could mask the signal, make calls
 * in it, and have memory of the attacker's where the gate would be.
 * ATTACK MAY DIE
 * ATTACK BROKEN: LATE
 */
#include "traced.h"

static size_t page;
static size_t room; /* of the environment, in bytes */

static void *execute(void *data)
{
	char *arguments[] = { (char *)(uintptr_t) "x", NULL };
	char *environment[] = { data, NULL };
	struct rlimit limit = { page, page };

	memset(data, 'e', room);
	if (setrlimit(RLIMIT_STACK, &limit) == 0)
		(void)execve("/bin/true", arguments, environment);
	_exit(1);
}

static int alone(void)
{
	execute(calloc(1, page));
	return 1;
}

static int by_thread(void)
{
	start(execute, calloc(1, page));
	return pause();
}

/* Held: the gate has to be there. */
static void look(pid_t pid, uint64_t gate)
{
	struct user_regs_struct regs;
	uint64_t word;
	struct iovec own = { &word, sizeof(word) };
	struct iovec theirs = { (void *)(uintptr_t)(gate + GATE_CODE_), sizeof(word) };

	if (get_regs(pid, &regs) && process_vm_readv(pid, &own, 1, &theirs, 1, 0) < 0 &&
	    errno == EFAULT)
		escaped("held at %lx, where no gate is mapped", (unsigned long)REG_IP(&regs));
}

/* Whether it ended by a signal. */
static bool run(int (*victim)(void), uint64_t gate)
{
	pid_t child = traced_child(victim, PTRACE_O_TRACECLONE);
	pid_t pid = child;
	int status = 0;

	do {
		if (WIFSTOPPED(status))
			look(pid, gate);
		(void)ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		pid = waitpid(-1, &status, __WALL);
	} while (pid > 0 && (pid != child || WIFSTOPPED(status)));
	return pid > 0 && WIFSIGNALED(status);
}

int main(void)
{
	uint64_t gate = find_gate();
	unsigned int failed = 0;

	page = (size_t)sysconf(_SC_PAGESIZE);
	/* A little less, and all has room; a little more, and the call fails in time. */
	for (room = page - 512; room < page; room += 16) {
		failed += run(alone, gate);
		failed += run(by_thread, gate);
	}
	printf("%u failed late\n", failed);
	if (failed == 0)
		broken("none failed late");
	contained();
}
