/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Relative names in /proc: a child shares the memory, not the directory, and goes elsewhere. */
#include "guest.h"

static void look(const char *when)
{
	int found = 0;

	for (int i = 0; i < 6; i++) {
		int fd = open("status", O_RDONLY);
		char name[5] = "";

		found += read(fd, name, 4) == 4 && strcmp(name, "Name") == 0;
		close(fd);
	}
	printf("%s: %d\n", when, found);
	fflush(stdout);
}

int main(void)
{
	pid_t child;

	MUST(chdir("/proc/self"));
	look("before");
	child = vfork();
	if (child == 0) {
		(void)!chdir("/");
		_exit(0);
	}
	MUST(waitpid(child, NULL, 0));
	look("after");
	return 0;
}
