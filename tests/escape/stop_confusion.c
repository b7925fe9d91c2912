/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E33: SIGTRAP in all its forms, by instructions, by single steps, by kill, looks like a stop of
 * another kind to who counts entries and exits: whatever comes in between, calls are judged.
 * ATTACK MODES: landlock default landlock,seccomp
 * ATTACK MAY DIE
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

static volatile unsigned long traps, rounds;

static void handler(int number)
{
	(void)number;
	traps++;
	refuse_secret(open(outside("secret"), O_RDONLY), "a handler");
}

static void trap(void)
{
#if defined(__x86_64__)
	__asm__ volatile("int3");
#endif
}

static void step(bool on)
{
#if defined(__x86_64__)
	uint64_t flags = __builtin_ia32_readeflags_u64();

	__builtin_ia32_writeeflags_u64(on ? flags | 0x100 : flags & ~0x100UL);
#else
	(void)on;
#endif
}

/* Once a round, at any moment of it: in a storm nothing but handlers would ever run. */
static void *shoot(void *data)
{
	static const int numbers[] = { SIGTRAP, SIGCONT, SIGTRAP, SIGURG };
	unsigned int seed = 1;

	for (unsigned int i = 0;; i++) {
		unsigned long before = rounds;

		pthread_kill(*(pthread_t *)data, numbers[i % 4]);
		while (rounds == before)
			usleep(50);
		linger(rand_r(&seed) % 100000);
	}
	return NULL;
}

int main(void)
{
	static char name[PATH_MAX];
	struct sigaction action = { .sa_handler = handler };
	pthread_t self = pthread_self();
	struct race race = { 0 };

	strcpy(name, outside("secret"));
	sigaction(SIGTRAP, &action, NULL);
	start(shoot, &self);
	while (racing(&race)) {
		long fd;

		rounds++;
		kill(getpid(), SIGTRAP);
		refuse_secret(open(name, O_RDONLY), "a signal before it");
		trap();
		refuse_secret(open(name, O_RDONLY), "a breakpoint before it");
		step(true);
		fd = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY);
		step(false);
		refuse_secret((int)fd, "a single step");
		syscall(SYS_getppid);
		syscall(0xfffff);
		syscall(-1);
		refuse_secret(open(name, O_RDONLY), "calls that do not exist before it");
	}
	printf("%lu rounds, %lu traps\n", race.rounds, traps);
	contained();
}
