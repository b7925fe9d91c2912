/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* One's own adjustable files: comm and oom_score_adj. */
#include "guest.h"

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	printf("%s <- %s: %s\n", path, text,
	       fd < 0 || write(fd, text, strlen(text)) < 0 ? err_name(errno) : "ok");
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	char name[32] = "";

	put("/proc/self/comm", "renamed");
	prctl(PR_GET_NAME, name);
	puts(name);
	show_file("/proc/self/comm");
	put("/proc/self/status", "x");
	return 0;
}
