/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A new program's heap grows by brk, far, and shrinks. */
#include "guest.h"

int main(void)
{
	char *start = sbrk(0);

	OK(sbrk(64 << 20));
	memset(start, 'x', 64 << 20);
	printf("%c\n", start[(64 << 20) - 1]);
	printf("moved %d\n", (char *)sbrk(0) == start + (64 << 20));
	OK(brk(start));
	printf("back %d\n", (char *)sbrk(0) == start);
	for (int i = 0; i < 1000; i++)
		MUST((long)sbrk(4096));
	printf("steps %d\n", (char *)sbrk(0) == start + 4096000);
	return 0;
}
