/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Sparse reservations of many gigabytes, as language runtimes make them. */
#include "guest.h"

int main(void)
{
	char *at = mmap(NULL, 64UL << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
			-1, 0);

	OK((long)at);
	CALL(mprotect(at + (32UL << 30), 1 << 20, PROT_READ | PROT_WRITE));
	at[32UL << 30] = 'x';
	CALL(munmap(at, 64UL << 30));
	OK(mmap((void *)0xc000000000, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0));
	return 0;
}
