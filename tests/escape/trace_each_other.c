/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L, E22: members that trace each other, in pairs and rings, held at their ends, in the middle of an exec or a
 * fork, by tracers that are held themselves. They are killed by each other and by the end of the first
 * process: nobody is left, and others are served meanwhile.
 * ATTACK BROKEN: ENDS
 */
#include "traced.h"
#include "confined.h"

#define RING 5

static pid_t *ring;

static void link_of_ring(int index, unsigned int round)
{
	long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEVFORKDONE;
	pid_t next;

	while ((next = __atomic_load_n(&ring[(index + 1) % RING], __ATOMIC_ACQUIRE)) == 0)
		sched_yield();
	/* ptrace(2): 0x4206 is PTRACE_SEIZE, 0x4207 PTRACE_INTERRUPT. */
	if (ptrace((enum __ptrace_request)0x4206, next, NULL, options) == 0 && round % 3 == 0)
		ptrace((enum __ptrace_request)0x4207, next, NULL, NULL);
	switch ((round + (unsigned int)index) % 4) {
	case 0:
		execl("/bin/true", "true", NULL);
		break;
	case 1:
		if (fork() == 0)
			_exit(0);
		break;
	case 2:
		if (vfork() == 0)
			_exit(0);
		break;
	default:
		refuse_names("a member of a ring");
	}
	_exit(0);
}

static void attack(unsigned int round)
{
	pid_t pids[RING];
	int status;

	memset(ring, 0, RING * sizeof(*ring));
	for (int i = 0; i < RING; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			link_of_ring(i, round);
		__atomic_store_n(&ring[i], pids[i], __ATOMIC_RELEASE);
	}
	usleep(2000);
	refuse_names("who looks on");
	for (int i = 0; i < RING; i++)
		kill(pids[i], SIGKILL);
	/* Deadlocked, as on Linux: their ends are told to tracers that wait for their own. */
	for (int i = 0; i < RING; i++)
		(void)waitpid(pids[i], &status, WNOHANG);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
}

int main(void)
{
	struct race race = { 0 };
	unsigned int round = 0;

	ring = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	while ((racing(&race) || round < 12) && round < 60)
		attack(round++);
	still_confined("after rings of tracers");
	contained();
}
