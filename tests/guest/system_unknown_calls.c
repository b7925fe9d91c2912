/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Call numbers that nobody knows are ENOSYS and harm nothing. KERNEL: numbers are ints: what is in
 * the register's upper half does not count.
 */
#include "guest.h"

#define UPPER (1L << 32)

static void upper_halves(void)
{
	struct stat status;
	pid_t child;

	CALL(syscall(SYS_getppid | UPPER) == getppid());
	CALL(syscall(SYS_newfstatat | UPPER, AT_FDCWD, "f", &status, 0));
	CALL(syscall(SYS_openat | UPPER, AT_FDCWD, "f", O_RDONLY, 0));
	CALL(syscall(SYS_mkdirat | UPPER, AT_FDCWD, "d", 0755));
	CALL(syscall(600 | UPPER, 1, 2, 3));
	/* CLONE_FS: the cwd is one. */
	child = MUST(syscall(SYS_clone | UPPER, 0x200 | SIGCHLD, 0, 0, 0, 0));
	if (child == 0)
		_exit(chdir("d"));
	show_wait("a cwd", child);
	show_path("../f");
	CALL(stat("f", &status));
	CALL(stat("../f", &status));
	CALL(mkdir("e", 0755));
}

int main(void)
{
	CALL(syscall(600, 1, 2, 3));
	CALL(syscall(1023, 1, 2, 3));
	CALL(syscall(9999, 1, 2, 3));
	CALL(syscall(-1, 1, 2, 3));
	CALL(syscall(-2, 1, 2, 3));
	CALL(syscall(0x7fffffff, 1, 2, 3));
	put_file("f", "x");
	show_file("f");
	upper_halves();
	return 0;
}
