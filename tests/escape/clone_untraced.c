/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* C-01, E28: a child that nobody traces would outlive the jail. Each comes under the tracer, or not at all. */
#include <linux/sched.h>

#include "escape.h"

static int tracer_of(pid_t pid)
{
	char path[64], text[4096] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		return -1;
	close(fd);
	return 0;
}

int main(void)
{
	struct clone_args arguments = { .flags = CLONE_UNTRACED, .exit_signal = SIGCHLD };
	static const unsigned long flags[] = { CLONE_UNTRACED, CLONE_UNTRACED | CLONE_VM | CLONE_VFORK,
					       CLONE_UNTRACED | 1UL << 32, CLONE_UNTRACED | CLONE_FS | CLONE_FILES,
					       CLONE_UNTRACED | CLONE_PARENT, CLONE_PTRACE | CLONE_UNTRACED };
	static const size_t count = sizeof(flags) / sizeof(flags[0]);

	for (size_t i = 0; i <= count; i++) {
		pid_t pid = -1;

		if (i == count)
			pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
		else if ((flags[i] & CLONE_VM) == 0)
			pid = (pid_t)syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0);
		if (pid == 0) {
			/* Without a tracer every judged call is ENOSYS. */
			refuse_secret(open(outside("secret"), O_RDONLY), "an untraced child");
			if (open("/etc/passwd", O_RDONLY) < 0 && errno == ENOSYS)
				escaped("a child without a tracer");
			_exit(0);
		}
		if (pid > 0) {
			int status;

			if (waitpid(pid, &status, 0) == pid && status != 0)
				escaped("an untraced child");
			(void)tracer_of(pid);
		}
	}
	contained();
}
