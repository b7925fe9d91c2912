/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Ten megabytes through a pipe between two processes. */
#include "guest.h"

int main(void)
{
	static char block[65536];
	unsigned long sum = 0, total = 0;
	int pipes[2];
	ssize_t got;

	MUST(pipe(pipes));
	if (!MUST(fork())) {
		for (size_t i = 0; i < sizeof(block); i++)
			block[i] = (char)(i * 7);
		for (int i = 0; i < 160; i++)
			for (size_t at = 0; at < sizeof(block);)
				at += write(pipes[1], block + at, sizeof(block) - at);
		_exit(0);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], block, sizeof(block))) > 0) {
		total += got;
		for (ssize_t i = 0; i < got; i++)
			sum += (unsigned char)block[i];
	}
	MUST(wait(NULL));
	printf("%lu bytes, sum %lu\n", total, sum);
	return 0;
}
