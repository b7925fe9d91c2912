/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A working directory that has been removed. */
#include "guest.h"

int main(void)
{
	struct stat st;
	char here[PATH_MAX];

	MUST(mkdir("d", 0755));
	MUST(chdir("d"));
	MUST(rmdir("../d"));
	CALL(syscall(SYS_getcwd, here, sizeof(here)));
	CALL(stat(".", &st));
	show_stat(".", &st);
	CALL(stat("..", &st));
	show_path("../d");
	TRY_OPEN(open("f", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open(".", O_RDONLY));
	TRY_OPEN(open("f", O_RDONLY));
	CALL(mkdir("x", 0755));
	CALL(symlink("a", "b"));
	CALL(mkfifo("p", 0644));
	show_dir(".");
	CALL(chdir(".."));
	show_dir(".");
	return 0;
}
