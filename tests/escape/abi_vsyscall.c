/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E37: the kernel emulates three calls at fixed addresses, which is no ordinary way into the
 * kernel: nothing else can be called there, whatever lies in the registers.
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
int main(void)
{
	static const uint64_t places[] = { 0xffffffffff600000, 0xffffffffff600400, 0xffffffffff600800 };

	for (uint64_t i = 0; i < 3 * 8; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			uint64_t place = places[i % 3] + i / 3;
			long result = SYS_open;
			const char *path = outside("secret");

			__asm__ volatile("call *%2"
					 : "+a"(result), "+D"(path)
					 : "r"(place), "S"(0), "d"(0)
					 : "rcx", "r8", "r9", "r10", "r11", "memory", "cc");
			refuse_secret((int)result, "the vsyscall page");
			_exit(0);
		}
		join(pid);
	}
	contained();
}
#endif
