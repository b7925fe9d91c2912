/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The same by restartable sequences: when the thread is put back before a `syscall`
 * (`svc`) instruction, its own or one of the gate's, the kernel sees it inside of a critical section
 * and sends it elsewhere.
 * ATTACK MAY DIE
 * ATTACK BROKEN: REENTRY
 */
#include "escape.h"

#include <linux/rseq.h>

static __attribute__((aligned(32), used)) volatile struct rseq_cs critical;
static __attribute__((aligned(32), used)) volatile struct rseq area;
static volatile bool over;

/* The judged call's registers are set. Aborted: open(r12), or of x20. */
#if defined(__x86_64__)
#define SIGNATURE 0x53053053
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
#else
#define SIGNATURE 0xd428bc00
__asm__(".pushsection .text\n"
	".globl attack_start, attack_end, attack_abort, attack_call\n"
	"attack_call:\n"
	"	adrp x9, critical\n"
	"	add x9, x9, :lo12:critical\n"
	"	adrp x10, area\n"
	"	add x10, x10, :lo12:area\n"
	"	str x9, [x10, #8]\n"
	"attack_start:\n"
	"	svc #0\n"
	"attack_end:\n"
	"	ret\n"
	"	.inst 0xd428bc00\n"
	"attack_abort:\n"
	"	mov x0, #-100\n"
	"	mov x1, x20\n"
	"	mov x2, #0\n"
	"	mov x8, #56\n"
	"	svc #0\n"
	"	ret\n"
	".popsection\n");
#endif
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
#if defined(__x86_64__)
	register const char *r12 __asm__("r12") = secret;
	long result;

	__asm__ volatile("call attack_call"
			 : "=a"(result)
			 : "a"(SYS_chdir), "D"(path), "S"(0), "d"(0), "r"(r12)
			 : "rcx", "r11", "memory", "cc");
	return result;
#else
	register const char *x20 __asm__("x20") = secret;
	register long x8 __asm__("x8") = SYS_chdir;
	register long x0 __asm__("x0") = (long)path;

	__asm__ volatile("bl attack_call"
			 : "+r"(x0), "+r"(x8)
			 : "r"(x20)
			 : "x1", "x2", "x9", "x10", "x30", "memory", "cc");
	return x0;
#endif
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
			RSEQ_FLAG_UNREGISTER, SIGNATURE);
	critical.abort_ip = (uintptr_t)attack_abort;
	if (syscall(SYS_rseq, (void *)&area, 32, 0, SIGNATURE) < 0)
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
