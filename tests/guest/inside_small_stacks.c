/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls that are answered in the process: what lies below the stack pointer is kept (the red zone),
 * and a stack with hardly any room left is enough, as it is for the kernel.
 */
#include "guest.h"
#include "open_on.h"

#define ROUNDS 6 /* more than it takes to replace a site */

int main(void)
{
	char *room = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			  0);

	put_file("f", "x");
	MUST(mprotect(room, 4096, PROT_NONE));
	for (int round = 0; round < ROUNDS; round++) {
		long fd = open_on("f", room + 16384 - 16, 0x5a5a5a5a5a5a5a5aL + round);

		printf("round %d: %s\n", round, fd >= 0 ? "opened" : "failed");
		close((int)fd);
	}
	/* The guard page ends at 4096; 128 bytes are written below the stack pointer. */
	for (size_t left = 128; left <= 4096; left += left < 1024 ? 16 : 256) {
		long fd = open_on("f", room + 4096 + left, (long)left);

		printf("%zu bytes left: %s\n", left, fd >= 0 ? "opened" : "failed");
		close((int)fd);
		fd = open_on("missing", room + 4096 + left, (long)left);
		printf("%zu bytes left: %ld\n", left, fd);
	}
	return 0;
}
