/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Opens of a name that another process keeps replacing never fail. */
#include "guest.h"

int main(void)
{
	int missing = 0, odd = 0;
	pid_t child;

	put_file("f", "first.");
	child = MUST(fork());
	if (!child) {
		for (;;) {
			put_file("new", "second");
			if (rename("new", "f"))
				_exit(1);
		}
	}
	for (int i = 0; i < 1000; i++) {
		char text[8] = "";
		int fd = open("f", O_RDONLY);

		if (fd < 0) {
			missing++;
			continue;
		}
		if (read(fd, text, 6) != 6 || (strcmp(text, "first.") && strcmp(text, "second")))
			odd++;
		close(fd);
	}
	MUST(kill(child, SIGKILL));
	show_wait("child", child);
	printf("missing %d odd %d\n", missing, odd);
	return 0;
}
