/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E26, E29: a tracer ends, by itself and by a signal, while it holds others wherever they can be held:
 * at calls, at signals, at births, before an exec is over, at the point of their end, one with
 * threads, one that is traced by one that is held. The jail ends, and nobody is left.
 */
#include "traced.h"

static _Noreturn void busy(int kind)
{
	if (kind >= 0)
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	if (kind >= 0)
		raise(SIGSTOP);
	switch (kind) {
	case 0:
		_exit(3);
	case 1:
		execl("/proc/self/exe", "x", "quick", NULL);
		break;
	case 2:
		if (vfork() == 0)
			_exit(0);
		break;
	case 3:
		kill(getpid(), SIGTERM);
		break;
	case 4:
		(void)fork();
		break;
	default:
		break;
	}
	for (;;)
		(void)open("/etc/passwd", O_RDONLY | O_CLOEXEC), close(3);
}

static void *sleeper(void *data)
{
	(void)data;
	for (;;)
		pause();
	return NULL;
}

static _Noreturn void hold_all(unsigned long round)
{
	const long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |
			     PTRACE_O_TRACEVFORK | PTRACE_O_TRACEVFORKDONE | PTRACE_O_TRACECLONE |
			     (round % 2 ? PTRACE_O_EXITKILL : 0);
	pid_t children[5];
	int status;

	if (round % 3 == 0)
		start(sleeper, NULL);
	for (int kind = 0; kind < 5; kind++) {
		children[kind] = fork();
		if (children[kind] == 0)
			busy(kind);
		if (waitpid(children[kind], &status, 0) != children[kind] || !WIFSTOPPED(status))
			_exit(0);
		ptrace(PTRACE_SETOPTIONS, children[kind], NULL, options);
		ptrace(round % 4 == 0 ? PTRACE_SYSCALL : PTRACE_CONT, children[kind], NULL, NULL);
	}
	linger((int)(round * 7919 % 2000000));
	for (int i = 0; i < (int)(round % 6); i++)
		(void)waitpid(-1, &status, __WALL | WNOHANG);
	if (round % 5 == 1)
		kill(getpid(), SIGKILL);
	if (round % 5 == 2)
		execl("/proc/self/exe", "x", "quick", NULL);
	if (round % 5 == 3)
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	_exit(0);
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	double longest = 0;

	(void)argv;
	if (argc > 1)
		return 0;
	while (racing(&race)) {
		double begin = now();
		pid_t pid = fork();
		int status;

		if (pid == 0)
			hold_all(race.rounds);
		/* A judged call of somebody else's has to come through. */
		close(open("/etc/passwd", O_RDONLY));
		while (waitpid(pid, &status, WNOHANG) == 0 && now() - begin < HELD_UP_SECONDS)
			usleep(1000);
		if (now() - begin > longest)
			longest = now() - begin;
		if (now() - begin >= HELD_UP_SECONDS)
			escaped("a tracer does not end");
	}
	printf("%lu rounds, at most %.0f ms\n", race.rounds, longest * 1000);
	contained(); /* those that are held still end with the jail */
}
