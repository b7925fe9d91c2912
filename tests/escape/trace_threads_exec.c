/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E30, E22: a process of several traced threads executes from one of them, while others are held at calls,
 * signals and their ends, and the tracer writes into their memory. The new program begins as its own:
 * nothing that was written went into the loader, and what it opens is judged.
 * ATTACK BROKEN: ENDS
 */
#include "traced.h"
#include "confined.h"

static char *shared;

static void *open_things(void *data)
{
	(void)data;
	for (;;) {
		refuse_secret(open(shared, O_RDONLY), "a traced thread");
		syscall(SYS_getppid);
	}
	return NULL;
}

static void *execute(void *data)
{
	usleep(500);
	execl("/proc/self/exe", "trace_threads_exec", "program", NULL);
	return data;
}

static int run(void)
{
	start(open_things, NULL);
	start(open_things, NULL);
	start(execute, NULL);
	open_things(NULL);
	return 0;
}

static void write_around(pid_t pid)
{
	struct user_regs_struct regs;

	if (!get_regs(pid, &regs))
		return;
	/* Where it stands, and its stack: a loader would lose its plan and its way. */
	(void)ptrace(PTRACE_PEEKDATA, pid, REG_IP(&regs), NULL);
	for (int i = 0; i < 8; i++)
		if (op_of(pid) == PTRACE_SYSCALL_INFO_ENTRY)
			(void)ptrace(PTRACE_POKEDATA, pid, REG_SP(&regs) - 256 - 8 * (unsigned long)i, 0);
}

static void attack(unsigned int round)
{
	pid_t child = traced_child(run, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
						(round % 2 != 0 ? PTRACE_O_TRACEEXIT : 0));
	double end = now() + 20;
	unsigned int stops = 0;
	int status;
	pid_t pid;

	ptrace(PTRACE_SYSCALL, child, NULL, 0);
	while ((pid = waitpid(-1, &status, __WALL)) > 0 && now() < end) {
		int number = WIFSTOPPED(status) ? WSTOPSIG(status) : 0;

		if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
			_exit(1);
		if (pid == child && !WIFSTOPPED(status))
			break;
		if (!WIFSTOPPED(status))
			continue;
		write_around(pid);
		if (++stops > 400)
			kill(child, SIGKILL);
		ptrace(stops > 200 ? PTRACE_CONT : PTRACE_SYSCALL, pid, NULL,
		       number == SIGTRAP || number == (SIGTRAP | 0x80) || number == SIGSTOP ? 0 : number);
	}
	while (waitpid(-1, &status, __WALL | WNOHANG) > 0)
		;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	unsigned int round = 0;

	(void)argv;
	if (argc > 1) {
		refuse_names("a program that a traced thread executed");
		return 0;
	}
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(shared, outside("secret"));
	while (racing(&race) || round < 6)
		attack(round++);
	contained();
}
