/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E28, E19: the flags of clone3 change after they were judged: an untraced child, a namespace of
 * its own, a thread of another's descriptors.
 * ATTACK BROKEN: ARGUMENTS
 */
#include <linux/sched.h>

#include "escape.h"

static volatile struct clone_args arguments = { .exit_signal = SIGCHLD };

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		arguments.flags = 0;
		linger(200);
		arguments.flags = CLONE_UNTRACED;
		linger(50);
		arguments.flags = CLONE_NEWUSER | CLONE_NEWNS;
		linger(50);
	}
	return NULL;
}

static _Noreturn void child(uid_t uid)
{
	/* Without a tracer every judged call is ENOSYS. */
	if (open("/etc/passwd", O_RDONLY) < 0 && errno == ENOSYS)
		escaped("a child without a tracer");
	refuse_secret(open(outside("secret"), O_RDONLY), "a child of changed flags");
	if (getuid() != uid)
		escaped("a child in a user namespace");
	_exit(0);
}

int main(void)
{
	struct race race = { 0 };
	unsigned long made = 0, refused = 0;
	uid_t uid = getuid();

	start(flip, NULL);
	while (racing(&race)) {
		pid_t pid = (pid_t)syscall(SYS_clone3, (const void *)&arguments, sizeof(arguments));
		int status;

		if (pid == 0)
			child(uid);
		if (pid < 0) {
			refused++;
			continue;
		}
		made++;
		if (waitpid(pid, &status, 0) == pid && status != 0)
			escaped("a child of changed flags");
	}
	printf("%lu made, %lu refused\n", made, refused);
	contained();
}
