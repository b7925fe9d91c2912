/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Of eight processes that create one file exclusively, one wins each round. */
#include "guest.h"

int main(void)
{
	int winners = 0;

	for (int round = 0; round < 20; round++) {
		char name[16];
		int start[2];

		snprintf(name, sizeof(name), "r%d", round);
		MUST(pipe(start));
		for (int i = 0; i < 8; i++)
			if (!MUST(fork())) {
				char byte;

				close(start[1]);
				if (read(start[0], &byte, 1) < 0)
					_exit(0);
				_exit(open(name, O_CREAT | O_EXCL | O_WRONLY, 0644) >= 0);
			}
		close(start[0]);
		close(start[1]);
		for (int i = 0; i < 8; i++) {
			int status = 0;

			MUST(wait(&status));
			winners += WEXITSTATUS(status);
		}
	}
	printf("winners %d\n", winners);
	return 0;
}
