/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E29, E22: children that are traced from birth: their tracer lets the parent go first, ends or detaches at any
 * stop; the parent dies between. None runs without a tracer of ptjail's, none waits for ever.
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"
#include "confined.h"

static char *shared;

static int child_of_child(void *data)
{
	(void)data;
	refuse_secret((int)syscall(SYS_openat, AT_FDCWD, shared, O_RDONLY), "a newborn");
	return 0;
}

static int run(void)
{
	static char stacks[12][16384];
	static int i;

	for (i = 0; i < 12; i++) {
		switch (i % 4) {
		case 0:
			if (fork() == 0)
				_exit(child_of_child(NULL));
			break;
		case 1:
			if (vfork() == 0)
				_exit(child_of_child(NULL));
			break;
		case 2:
			(void)clone(child_of_child, stacks[i] + 16384 - 64, CLONE_VM | SIGCHLD, NULL);
			break;
		default:
			(void)clone(child_of_child, stacks[i] + 16384 - 64,
				    CLONE_VM | CLONE_UNTRACED | CLONE_PTRACE | SIGCHLD, NULL);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}

static void attack(unsigned int round)
{
	pid_t child = traced_child(run, PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE);
	double end = now() + 20;
	unsigned int stops = 0;
	int status;
	pid_t pid;

	ptrace(PTRACE_CONT, child, NULL, 0);
	while (now() < end && (pid = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
			_exit(1);
		if (!WIFSTOPPED(status))
			continue;
		stops++;
		if (stops == round % 23 + 3)
			kill(round % 2 != 0 ? child : getpid(), SIGKILL);
		ptrace((round + stops) % 5 == 0 ? PTRACE_DETACH : PTRACE_CONT, pid, NULL, 0);
	}
	_exit(0);
}

int main(void)
{
	struct race race = { 0 };
	unsigned int round = 0;

	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(shared, outside("secret"));
	while (racing(&race) || round < 24) {
		int status;

		if (fork() == 0)
			attack(round);
		round++;
		while (waitpid(-1, &status, 0) > 0)
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("a newborn");
	}
	contained();
}
