/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/cwd, root and fd/N as links. */
#include "guest.h"

static void show_link(const char *path)
{
	char text[PATH_MAX] = "";

	if (readlink(path, text, sizeof(text) - 1) < 0)
		printf("%s: %s\n", path, err_name(errno));
	else
		show_name(path, text, start_dir());
}

int main(void)
{
	int fd;

	start_dir();
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	fd = MUST(open("f", O_RDONLY));
	MUST(dup2(fd, 10));
	MUST(dup2(MUST(open("d", O_RDONLY)), 11));
	MUST(dup2(MUST(open("/dev/null", O_RDONLY)), 12));
	MUST(dup2(MUST(open("/", O_PATH)), 13));
	show_link("/proc/self/cwd");
	show_link("/proc/self/root");
	show_link("/proc/self/fd/10");
	show_link("/proc/self/fd/11");
	show_link("/proc/self/fd/12");
	show_link("/proc/self/fd/13");
	show_link("/dev/fd/10");
	show_link("/proc/self/fd/999");
	show_link("/dev/fd");
	show_link("/dev/stdin");
	MUST(rename("f", "g"));
	show_link("/proc/self/fd/10");
	MUST(unlink("g"));
	show_link("/proc/self/fd/10");
	MUST(chdir("d"));
	show_link("/proc/self/cwd");
	MUST(rmdir("../d"));
	show_link("/proc/self/cwd");
	show_link("/proc/thread-self/cwd");
	return 0;
}
