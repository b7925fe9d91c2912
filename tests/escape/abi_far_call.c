/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * a far call into the 32-bit code segment, and int 0x80, sysenter and syscall from there: the
 * calls of another ABI do nothing.
 * ATTACK MAY DIE
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
static void attempt(const unsigned char gadget[8], const char *path)
{
	unsigned char *low = mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_EXEC,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	struct {
		uint32_t offset;
		uint16_t segment;
	} __attribute__((packed)) target;
	register uint64_t arguments __asm__("rbx");
	uint32_t result = 5; /* open */

	if (low == MAP_FAILED)
		_exit(0);
	strcpy((char *)low + 4096, path);
	memcpy(low, gadget, 8);
	target.offset = (uint32_t)(uintptr_t)low;
	target.segment = 0x23;
	arguments = (uintptr_t)low + 4096;
	/* It comes back by lret, on a stack below 4 GiB. */
	__asm__ volatile("mov %%rsp, %%r12\n\t"
			 "mov %[stack], %%rsp\n\t"
			 "lcall *(%[target])\n\t"
			 "mov %%r12, %%rsp"
			 : "+a"(result), "+r"(arguments)
			 : [target] "r"(&target), [stack] "r"(low + 32768), "c"(O_RDONLY), "d"(0)
			 : "r12", "memory", "cc");
	refuse_secret((int)result, "the 32-bit code segment");
	_exit(0);
}

int main(void)
{
	static const unsigned char gadgets[][8] = {
		{ 0xcd, 0x80, 0xcb },                                     /* int 0x80; lret */
		{ 0x51, 0x52, 0x55, 0x89, 0xe5, 0x0f, 0x34, 0xcb },       /* sysenter */
		{ 0x0f, 0x05, 0xcb },                                     /* syscall; lret */
	};

	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();

		if (pid == 0)
			attempt(gadgets[i], outside("secret"));
		join(pid);
	}
	contained();
}
#endif
