/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What is put in place of a `syscall` (`svc`) instruction is a jump to itself: the tracer, which waits for
 * the call it asked for, must not wait for ever: nobody's time limit would hold any more.
 * ATTACK BROKEN: REENTRY_PATIENCE
 */
#include "escape.h"

#if defined(__x86_64__)
static const unsigned char honest[] = { 0x0f, 0x05, 0xc3 }; /* syscall; ret */
typedef uint16_t instruction;
#define HANG 0xfeeb /* jmp . */
#else
static const uint32_t honest[] = { 0xd4000001, 0xd65f03c0 }; /* svc #0; ret */
typedef uint32_t instruction;
#define HANG 0x14000000 /* b . */
#endif

static unsigned char *writable;

static volatile int delay;

static void *swap_code(void *data)
{
	(void)data;
	linger(delay);
	*(volatile instruction *)writable = HANG;
	return NULL;
}

static void call(void *code)
{
#if defined(__x86_64__)
	long result;

	__asm__ volatile("call *%1"
			 : "=a"(result)
			 : "r"(code), "a"(SYS_chdir), "D"("/tmp"), "S"(0), "d"(0)
			 : "rcx", "r11", "memory", "cc");
#else
	register long x8 __asm__("x8") = SYS_chdir;
	register const char *x0 __asm__("x0") = "/tmp";

	__asm__ volatile("blr %1" : "+r"(x0) : "r"(code), "r"(x8) : "x30", "memory", "cc");
#endif
}

int main(void)
{
	int memory = memfd_create("code", 0);
	struct race race = { 0 };
	unsigned long longest = 0;
	void *code;

	if (ftruncate(memory, 4096) < 0)
		broken("memfd");
	writable = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, memory, 0);
	while (racing(&race)) {
		double begin;
		pid_t pid;

		memcpy(writable, honest, sizeof(honest));
		__builtin___clear_cache((char *)code, (char *)code + sizeof(honest));
		delay = (int)(race.rounds * 7919 % 100000);
		pid = fork();
		if (pid == 0) {
			start(swap_code, NULL);
			for (;;)
				call(code);
		}
		usleep(2000);
		begin = now();
		/* A judged call of somebody else's has to come through. */
		close(open("/etc/passwd", O_RDONLY));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (now() - begin > HELD_UP_SECONDS)
			escaped("the tracer was held up for %.0f seconds", now() - begin);
		if ((unsigned long)(1000 * (now() - begin)) > longest)
			longest = (unsigned long)(1000 * (now() - begin));
	}
	printf("%lu rounds, at most %lu ms\n", race.rounds, longest);
	contained();
}
