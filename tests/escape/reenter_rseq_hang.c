/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A restartable sequence that covers any place where the tracer may let a thread make its calls,
 * the gate's own code too, and leads into an endless loop: the tracer must not wait for it.
 * ATTACK BROKEN: PATIENCE
 */
#include "escape.h"

#include <linux/rseq.h>

static __attribute__((aligned(32), used)) volatile struct rseq_cs critical;
static __attribute__((aligned(32), used)) volatile struct rseq area;

#if defined(__x86_64__)
#define SIGNATURE 0x53053053
__asm__(".pushsection .text\n"
	".globl attack_loop\n"
	"	.byte 0x0f, 0xb9, 0x3d\n"
	"	.long 0x53053053\n"
	"attack_loop:\n"
	"	jmp attack_loop\n"
	".popsection\n");
#else
#define SIGNATURE 0xd428bc00
__asm__(".pushsection .text\n"
	".globl attack_loop\n"
	"	.inst 0xd428bc00\n"
	"attack_loop:\n"
	"	b attack_loop\n"
	".popsection\n");
#endif
extern char attack_loop[];

static void *spin(void *data)
{
	cpu_set_t set;

	(void)data;
	for (unsigned int cpu = 0;; cpu ^= 1) {
		area.rseq_cs = (uintptr_t)&critical;
		CPU_ZERO(&set);
		CPU_SET(cpu, &set);
		sched_setaffinity(getpid(), sizeof(set), &set);
	}
	return NULL;
}

static _Noreturn void attack(uint64_t start_ip, uint64_t size)
{
	extern const ptrdiff_t __rseq_offset __attribute__((weak));
	extern const unsigned int __rseq_size __attribute__((weak));

	if (&__rseq_size != NULL && __rseq_size > 0)
		syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32,
			RSEQ_FLAG_UNREGISTER, SIGNATURE);
	critical.start_ip = start_ip;
	critical.post_commit_offset = size;
	critical.abort_ip = (uintptr_t)attack_loop;
	if (syscall(SYS_rseq, (void *)&area, 32, 0, SIGNATURE) < 0)
		_exit(77);
	start(spin, NULL);
	for (;;) {
		area.rseq_cs = (uintptr_t)&critical;
		(void)chdir("/tmp");
	}
}

int main(void)
{
	uint64_t gate = find_gate();
	struct race race = { 0 };
	unsigned long longest = 0;

	while (racing(&race)) {
		double begin;
		int status;
		pid_t pid = fork();

		if (pid == 0)
			attack(gate + GATE_CODE_, 0x10000);
		usleep(20000);
		begin = now();
		close(open("/etc/passwd", O_RDONLY));
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
			skip("no restartable sequences");
		if (now() - begin > HELD_UP_SECONDS)
			escaped("the tracer was held up for %.0f seconds", now() - begin);
		if ((unsigned long)(1000 * (now() - begin)) > longest)
			longest = (unsigned long)(1000 * (now() - begin));
	}
	printf("%lu rounds, at most %lu ms\n", race.rounds, longest);
	contained();
}
