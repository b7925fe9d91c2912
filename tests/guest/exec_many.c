/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Two hundred programs one after the other, each with its exit code. */
#include "guest.h"

int main(int argc, char **argv)
{
	int right = 0;

	if (argc > 1)
		return atoi(argv[1]);
	for (int i = 0; i < 200; i++) {
		char number[8];
		int status = -1;
		pid_t child = MUST(fork());

		snprintf(number, sizeof(number), "%d", i);
		if (!child) {
			execl(argv[0], argv[0], number, NULL);
			_exit(255);
		}
		waitpid(child, &status, 0);
		right += WIFEXITED(status) && WEXITSTATUS(status) == i;
	}
	printf("%d of 200\n", right);
	return 0;
}
