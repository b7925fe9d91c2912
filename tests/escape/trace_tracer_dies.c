/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E34: a tracer that has changed the call, the registers or the signal of one that it holds is killed, ends
 * or executes at once: what it left behind is judged like anything, and whoever it held goes on or dies.
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"
#include "confined.h"

static char *shared;

static int run(void)
{
	for (int i = 0; i < 3000; i++) {
		long result = syscall(i % 2 != 0 ? SYS_getpid : SYS_getppid);

		if (result > 2 && result < 1000)
			refuse_secret((int)result, "what a dead tracer left");
		if (i % 64 == 0)
			raise(SIGUSR1);
		if (i % 256 == 0 && fork() == 0)
			_exit(0);
	}
	refuse_names("a tracee whose tracer died");
	return 0;
}

static void change(pid_t child, unsigned int how)
{
	struct user_regs_struct regs;

	if (!get_regs(child, &regs))
		return;
	REG_NUMBER(&regs) = how % 2 != 0 ? SYS_openat : SYS_execve;
	*reg_argument(&regs, 0) = how % 2 != 0 ? (unsigned long)AT_FDCWD : (unsigned long)shared;
	*reg_argument(&regs, 1) = how % 2 != 0 ? (unsigned long)shared : 0;
	*reg_argument(&regs, 2) = O_RDONLY;
	set_regs(child, &regs);
}

/* Holds it at its stop number `stop`, changes it and is gone. */
static void tracer(unsigned int stop)
{
	static const enum __ptrace_request requests[] = { PTRACE_SYSCALL, PTRACE_CONT, PTRACE_SYSCALL };
	pid_t child = traced_child(run, stop % 5 == 0 ? PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXIT
						      : PTRACE_O_TRACESYSGOOD);
	int status;

	if (stop % 3 != 0)
		ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK);
	for (unsigned int i = 0; i <= stop; i++) {
		if (ptrace(requests[(i + stop) % 3], child, NULL, 0) < 0 ||
		    waitpid(child, &status, __WALL) != child || !WIFSTOPPED(status))
			_exit(0);
	}
	change(child, stop);
	switch (stop % 4) {
	case 0:
		kill(getpid(), SIGKILL);
		break;
	case 1:
		_exit(0);
	case 2:
		execl("/bin/true", "true", NULL);
		_exit(0);
	default:
		/* Lets it go on, and may be dead before it does. */
		ptrace(PTRACE_SYSCALL, child, NULL, SIGUSR1);
		kill(getpid(), SIGKILL);
	}
}

int main(void)
{
	struct race race = { 0 };
	unsigned int stop = 0;

	signal(SIGUSR1, SIG_IGN);
	/* Orphans of those that die are ours to wait for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(shared, outside("secret"));
	while (racing(&race) || stop < 24) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			tracer(stop);
			_exit(0);
		}
		stop++;
		while (waitpid(-1, &status, 0) > 0)
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("a tracee of a dead tracer");
	}
	contained();
}
