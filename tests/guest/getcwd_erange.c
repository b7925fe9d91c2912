/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* getcwd with buffers too small, just right, and absent. */
#include "guest.h"

int main(void)
{
	char here[PATH_MAX];
	long length = strlen(start_dir()) + 1;

	CALL(syscall(SYS_getcwd, here, 0));
	CALL(syscall(SYS_getcwd, here, 1));
	CALL(syscall(SYS_getcwd, here, length - 1));
	CALL(syscall(SYS_getcwd, here, length) == length);
	CALL(syscall(SYS_getcwd, here, sizeof(here)) == length);
	CALL(syscall(SYS_getcwd, NULL, 0));
	CALL(syscall(SYS_getcwd, NULL, sizeof(here)));
	CALL(syscall(SYS_getcwd, bad_memory(), sizeof(here)));
	MUST(chdir("/"));
	CALL(syscall(SYS_getcwd, here, 1));
	CALL(syscall(SYS_getcwd, here, 2));
	printf("[%s]\n", here);
	return 0;
}
