/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/stat and statm: pid, name, state, parent. */
#include "guest.h"

int main(void)
{
	char text[4096] = "", name[64], state;
	int fd = MUST(open("/proc/self/stat", O_RDONLY)), pid, parent, group, session;
	long pages = 0;
	FILE *file;

	MUST(read(fd, text, sizeof(text) - 1));
	printf("fields %d\n", sscanf(text, "%d (%63[^)]) %c %d %d %d", &pid, name, &state, &parent,
				     &group, &session));
	printf("pid %d name %s state %c parent %d group %d session %d\n", pid == getpid(), name,
	       state, parent == getppid(), group == getpgrp(), session == getsid(0));
	file = fopen("/proc/self/statm", "r");
	printf("statm %d\n", file && fscanf(file, "%ld", &pages) == 1 && pages > 0);
	return 0;
}
