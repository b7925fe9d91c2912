/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E33: tracers at odds: two at one tracee, tracers that end while theirs is held, tracees
 * that are killed while held, chains of tracers, and calls that open the secret all the time.
 * ATTACK MAY DIE
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"

static _Noreturn void work(void)
{
	for (;;) {
		refuse_secret(open(outside("secret"), O_RDONLY), "a traced open");
		refuse_secret((int)syscall(SYS_openat, AT_FDCWD, outside("secret"), O_RDONLY, 0),
			      "a traced openat");
		(void)kill(given_pid("ESCAPE_PID"), SIGKILL);
		(void)getppid();
	}
}

static unsigned int seed;

static unsigned int dice(unsigned int sides)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % sides;
}

static _Noreturn void tracer(const pid_t *workers, int count, unsigned int start)
{
	seed = start;
	alarm((unsigned int)HELD_UP_SECONDS);
	for (int i = 0; i < 200; i++) {
		pid_t pid = workers[dice((unsigned int)count)];
		int status;

		switch (dice(6)) {
		case 0:
			ptrace(PTRACE_ATTACH, pid, NULL, NULL);
			break;
		case 1:
			ptrace((enum __ptrace_request)0x4206, pid, NULL,
			       dice(2) ? PTRACE_O_TRACESYSGOOD : PTRACE_O_TRACEEXIT);
			ptrace((enum __ptrace_request)0x4207, pid, NULL, NULL);
			break;
		case 2:
			ptrace(PTRACE_DETACH, pid, NULL, NULL);
			break;
		default:
			pid = waitpid(-1, &status, __WALL | WNOHANG);
			if (pid > 0 && WIFSTOPPED(status))
				ptrace(dice(2) ? PTRACE_SYSCALL : PTRACE_CONT, pid, NULL, NULL);
			break;
		}
	}
	if (dice(2))
		_exit(0);
	kill(getpid(), SIGKILL);
	_exit(0);
}

int main(void)
{
	enum { WORKERS = 3, TRACERS = 3 };
	struct race race = { 0 };
	pid_t workers[WORKERS + 2];

	while (racing(&race)) {
		pid_t tracers[TRACERS];

		for (int i = 0; i < WORKERS; i++) {
			workers[i] = fork();
			if (workers[i] == 0)
				work();
		}
		workers[WORKERS] = given_pid("ESCAPE_PID");
		workers[WORKERS + 1] = getppid();
		for (int i = 0; i < TRACERS; i++) {
			tracers[i] = fork();
			if (tracers[i] == 0)
				tracer(workers, WORKERS + 2,
				       (unsigned int)race.rounds * 7 + (unsigned int)i);
		}
		for (int i = 0; i < TRACERS; i++)
			waitpid(tracers[i], NULL, 0);
		for (int i = 0; i < WORKERS; i++) {
			int status;

			kill(workers[i], SIGKILL);
			waitpid(workers[i], &status, 0);
			if (WIFEXITED(status))
				_exit(WEXITSTATUS(status));
		}
	}
	contained();
}
