/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A child makes many of its own (argv[1], 20), which call until they are killed; then this one goes
 * on. Case short_of_memory asks it where ptjail has no memory to follow them all.
 */
#include "guest.h"

static _Noreturn void call_on(void)
{
	struct stat info;

	for (;;) {
		(void)chdir("/tmp");
		(void)stat("/etc/passwd", &info);
		(void)close(open("/etc/passwd", O_RDONLY));
		(void)chdir("/");
		(void)usleep(20000);
	}
}

static _Noreturn void make_many(int count)
{
	pid_t last = 0;

	setpgid(0, 0);
	for (int i = 0; i < count && last >= 0; i++) {
		last = fork();
		if (last == 0)
			call_on();
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 20;
	pid_t child = fork();

	if (child == 0)
		make_many(count);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	(void)usleep(500000);
	(void)kill(-child, SIGKILL);
	printf("still here\n");
	return 0;
}
