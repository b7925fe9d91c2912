/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* clone3 with a plain fork's flags, sizes and bad arguments. */
#include "guest.h"

#include <linux/sched.h>

static long clone3(struct clone_args *args, size_t size)
{
	return syscall(SYS_clone3, args, size);
}

int main(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };
	pid_t child = (pid_t)clone3(&args, sizeof(args));

	/* Where it is not to be had, the C library falls back to clone. */
	if (child == -1 && errno == ENOSYS)
		child = fork();
	if (!child)
		_exit(mkdir("from-child", 0755) ? 1 : 14);
	show_wait("child", child);
	show_path("from-child");
	CALL(clone3(&args, 8) == -1);
	args.exit_signal = 1000;
	CALL(clone3(&args, sizeof(args)) == -1);
	CALL(clone3((struct clone_args *)bad_memory(), sizeof(args)) == -1);
	return 0;
}
