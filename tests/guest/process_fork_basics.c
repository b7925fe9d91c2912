/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* fork: copies of memory, shared offsets, exit codes, wait errors. */
#include "guest.h"
#include "legacy.h"

int main(void)
{
	int fd, value = 1;
	pid_t child, parent = getpid();

	fd = MUST(open("f", O_CREAT | O_RDWR, 0644));
	child = legacy_fork();
	if (!child) {
		value = 2;
		MUST(write(fd, "child", 5));
		_exit(getppid() == parent ? 33 : 1);
	}
	show_wait("child", child);
	printf("value %d\n", value);
	CALL(lseek(fd, 0, SEEK_CUR));
	CALL(waitpid(child, NULL, 0));
	CALL(waitpid(-1, NULL, 0));
	CALL(waitpid(-1, NULL, WNOHANG));
	CALL(waitpid(1, NULL, 0));
	CALL(waitpid(-1, NULL, 0x8000000));
	return 0;
}
