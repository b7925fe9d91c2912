/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same by restartable sequences: when the thread is put back before a `syscall`
 * instruction, its own or one of the gate's, the kernel sees it inside of a critical section
 * and sends it elsewhere.
 * ATTACK MAY DIE
 * ATTACK BROKEN: REENTRY
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
#include <linux/rseq.h>

static __attribute__((aligned(32), used)) volatile struct rseq_cs critical;
static __attribute__((aligned(32), used)) volatile struct rseq area;
static volatile bool over;

/* rdi, rax: the judged call. Aborted: open(r12). */
__asm__(".pushsection .text\n"
	".globl attack_start, attack_end, attack_abort, attack_call\n"
	"attack_call:\n"
	"	lea critical(%rip), %rcx\n"
	"	mov %rcx, 8+area(%rip)\n"
	"attack_start:\n"
	"	syscall\n"
	"attack_end:\n"
	"	ret\n"
	"	.byte 0x0f, 0xb9, 0x3d\n"
	"	.long 0x53053053\n"
	"attack_abort:\n"
	"	mov $2, %eax\n"
	"	mov %r12, %rdi\n"
	"	xor %esi, %esi\n"
	"	xor %edx, %edx\n"
	"	syscall\n"
	"	ret\n"
	".popsection\n");
extern char attack_start[], attack_end[], attack_abort[], attack_call[];

static void *spin(void *data)
{
	cpu_set_t all;

	while (!over) {
		if (data != NULL)
			area.rseq_cs = (uintptr_t)&critical;
		/* Preemption and migration are what aborts a sequence. */
		CPU_ZERO(&all);
		CPU_SET(0, &all);
		sched_setaffinity(getpid(), sizeof(all), &all);
		CPU_SET(1, &all);
		CPU_CLR(0, &all);
		sched_setaffinity(getpid(), sizeof(all), &all);
	}
	return NULL;
}

static long attack(const char *path, const char *secret)
{
	register const char *r12 __asm__("r12") = secret;
	long result;

	__asm__ volatile("call attack_call"
			 : "=a"(result)
			 : "a"(SYS_chdir), "D"(path), "S"(0), "d"(0), "r"(r12)
			 : "rcx", "r11", "memory", "cc");
	return result;
}

static void attack_from(uint64_t begin, uint64_t size, const char *secret, bool by_thread)
{
	struct race race = { 0 };
	pthread_t thread;

	over = false;
	critical.start_ip = begin;
	critical.post_commit_offset = size;
	thread = start(spin, by_thread ? &race : NULL);
	while (racing(&race)) {
		long result = attack("/tmp", secret);

		if (result > 0)
			refuse_secret((int)result, "an aborted sequence");
	}
	over = true;
	pthread_join(thread, NULL);
}

int main(void)
{
	const char *secret = outside("secret");
	pid_t pid;

	/* glibc's registration, if there is one, lies at a place it tells. */
	extern const ptrdiff_t __rseq_offset __attribute__((weak));
	extern const unsigned int __rseq_size __attribute__((weak));

	if (&__rseq_size != NULL && __rseq_size > 0)
		syscall(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, 32,
			RSEQ_FLAG_UNREGISTER, 0x53053053);
	critical.abort_ip = (uintptr_t)attack_abort;
	if (syscall(SYS_rseq, (void *)&area, 32, 0, 0x53053053) < 0)
		skip("no restartable sequences");
	/* It is killed when the tracer sees where it got to. */
	pid = fork();
	if (pid == 0) {
		attack_from(find_gate() + GATE_CODE_, 0x10000, secret, true);
		_exit(0);
	}
	attack_from((uintptr_t)attack_start, (uint64_t)(attack_end - attack_start), secret, false);
	join(pid);
	contained();
}
#endif
