/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Address space layout randomisation stays on: stack, heap and mappings move. */
#include "guest.h"

int main(int argc, char **argv)
{
	enum { RUNS = 8 };
	uintptr_t seen[RUNS][3];
	int pipes[2], vary[3] = { 0 };

	if (argc > 1) {
		uintptr_t mine[3] = { (uintptr_t)&argc, (uintptr_t)sbrk(0),
				      (uintptr_t)mmap(NULL, 4096, PROT_READ,
						      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) };

		return write(1, mine, sizeof(mine)) == sizeof(mine) ? 0 : 1;
	}
	MUST(pipe(pipes));
	for (int i = 0; i < RUNS; i++) {
		IN_CHILD(dup2(pipes[1], 1); execl(argv[0], argv[0], "x", NULL));
		MUST(read(pipes[0], seen[i], sizeof(seen[i])));
		for (int k = 0; k < 3; k++)
			vary[k] |= seen[i][k] != seen[0][k];
	}
	printf("stack %d heap %d mmap %d\n", vary[0], vary[1], vary[2]);
	return 0;
}
