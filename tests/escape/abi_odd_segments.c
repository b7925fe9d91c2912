/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E7, I4: odd things in segment registers, which ptrace does not put back: selectors of no segment, bases in the
 * kernel's half of the address space. The calls are made as ever, and nobody else's jail ends.
 * ATTACK MODES: landlock landlock,patch landlock,seccomp
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
#include <sys/auxv.h>

#define HWCAP2_FSGSBASE 2

static long call(const char *set, long number, const char *path, long b, long c)
{
	const uint64_t odd = 0xffff888000000000UL;
	uint64_t old = 0;
	long result = number;

	/* Nothing may be between: the compiler's own code looks at %fs. */
	if (strcmp(set, "fs base") == 0)
		__asm__ volatile("rdfsbase %[old]\n\twrfsbase %[odd]\n\tsyscall\n\twrfsbase %[old]"
				 : "+a"(result), [old] "+&r"(old)
				 : [odd] "r"(odd), "D"(path), "S"(b), "d"(c)
				 : "rcx", "r11", "memory");
	else if (strcmp(set, "gs base") == 0)
		__asm__ volatile("wrgsbase %[odd]\n\tsyscall"
				 : "+a"(result)
				 : [odd] "r"(odd), "D"(path), "S"(b), "d"(c)
				 : "rcx", "r11", "memory");
	else
		__asm__ volatile("mov %w[odd], %%ds\n\tmov %w[odd], %%es\n\tmov %w[odd], %%gs\n\tsyscall"
				 : "+a"(result)
				 : [odd] "r"(set[0] == '1' ? 1UL : 2UL), "D"(path), "S"(b), "d"(c)
				 : "rcx", "r11", "memory");
	return result;
}

static void attempt(const char *set)
{
	for (int i = 0; i < 4; i++) {
		long fd = call(set, SYS_open, "/etc/passwd", O_RDONLY, 0);

		if (fd < 0 || close((int)fd) < 0)
			broken("open with an odd %s: %ld", set, fd);
		refuse_secret((int)call(set, SYS_open, outside("secret"), O_RDONLY, 0), set);
	}
	if (call(set, SYS_mkdir, "odd", 0755, 0) < 0 || call(set, SYS_rename, "odd", (long)"even", 0) < 0 ||
	    call(set, SYS_chdir, "even", 0, 0) < 0 || call(set, SYS_chdir, "..", 0, 0) < 0 ||
	    call(set, SYS_rmdir, "even", 0, 0) < 0)
		broken("changes with an odd %s", set);
}

int main(void)
{
	static const char *const sets[] = { "1", "2", "gs base", "fs base" };
	int count = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0 ? 4 : 2;

	if (chdir("/tmp") < 0)
		broken("/tmp");
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			attempt(sets[i]);
			_exit(0);
		}
		join(pid);
	}
	contained();
}
#endif
