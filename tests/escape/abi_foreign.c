/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * calls by int 0x80, of x32, with unknown and with huge numbers: refused or the
 * process dies. ATTACK MAY DIE
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
static long raw(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

static int by_interrupt(const char *path)
{
	char *low = mmap((void *)0x10000, 8192, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long result;

	if (low == MAP_FAILED)
		return -1;
	strcpy(low, path);
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(5 /* open */), "b"(low), "c"(O_RDONLY), "d"(0)
			 : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

int main(void)
{
	const char *secret = outside("secret");
	int status;

	for (int bits = 30; bits < 64; bits++) {
		long number = (long)(1UL << bits) | SYS_open;

		refuse_secret((int)raw(number, (long)secret, O_RDONLY, 0),
			      "a number with more bits");
		refuse_secret((int)raw((long)(1UL << bits) | SYS_openat, AT_FDCWD, (long)secret, 0),
			      "openat so");
	}
	for (long number = 440; number < 1100; number++)
		if (number != 462 && number != 454 && number != 455 && number != 449)
			(void)raw(number, (long)secret, (long)secret, 0);
	for (long number = 0x40000000 + 512; number < 0x40000000 + 550; number++)
		(void)raw(number, (long)secret, 0, 0);
	(void)raw(-1, 0, 0, 0);
	(void)raw(0xffffffffL, 0, 0, 0);
	if (fork() == 0) {
		refuse_secret(by_interrupt(secret), "int 0x80");
		_exit(0);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		escaped("int 0x80");
	contained();
}
#endif
