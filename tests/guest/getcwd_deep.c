/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A working directory whose path is longer than PATH_MAX. */
#include "guest.h"

int main(void)
{
	char *name = repeat('d', 200);
	char *here = malloc(16384);
	struct stat st;

	for (int depth = 0; depth < 25; depth++) {
		MUST(mkdir(name, 0755));
		MUST(chdir(name));
	}
	CALL(syscall(SYS_getcwd, here, 16384));
	CALL(stat(".", &st));
	put_file("f", "deep");
	show_file("f");
	CALL(link("f", "../g"));
	show_file("../g");
	CALL(mkdir("e", 0755));
	CALL(rename("f", "e/f"));
	CALL(unlink("e/f"));
	for (int depth = 0; depth < 25; depth++)
		MUST(chdir(".."));
	CALL(syscall(SYS_getcwd, here, 16384) > 0);
	show_same(".", "/proc/self/cwd");
	return 0;
}
