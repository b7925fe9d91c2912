/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A signal after every instruction: calls that need no stop answer the same, with a handler that
 * returns at each, and no descriptor is left behind when one leaves by siglongjmp, at each in turn.
 */
#include "guest.h"

#include <setjmp.h>
#include "single_step.h"

static volatile sig_atomic_t steps, leave_at;
static sigjmp_buf out;

static void on_step(int number)
{
	(void)number;
	steps = steps + 1;
	if (leave_at != 0 && steps >= leave_at) {
		leave_at = 0;
		siglongjmp(out, 1);
	}
}

static int call(int which)
{
	struct stat st;
	char text[64];
	int fd;

	switch (which) {
	case 0:
		fd = open("there/file", O_RDONLY);
		return fd < 0 ? -errno : close(fd);
	case 1:
		return stat("there/file", &st) < 0 ? -errno : (int)st.st_size;
	case 2:
		return lstat("there/none", &st) < 0 ? -errno : 1;
	case 3:
		return access("there/file", W_OK) < 0 ? -errno : 0;
	case 4:
		return (int)readlink("there/link", text, sizeof(text));
	case 5:
		fd = open("there/new", O_WRONLY | O_CREAT | O_EXCL, 0644);
		return fd < 0 ? -errno : close(fd);
	case 6:
		return unlink("there/new") < 0 ? -errno : 0;
	case 7:
		return chmod("there/file", 0600) < 0 ? -errno : 0;
	default:
		return utimensat(AT_FDCWD, "there/file", NULL, 0) < 0 ? -errno : 0;
	}
}
#define CALLS 9

static int descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static int stepped(int which)
{
	int result;

	steps = 0;
	single_step(SINGLE_STEPS);
	result = call(which);
	single_step(0);
	return result;
}

/* Leaves after the n-th step, for all n; what open gave to the guest itself then is the guest's. */
static void leave(int which)
{
	int before = descriptors();
	volatile int n = 0;

	while (SINGLE_STEPS) {
		n = n + 1;
		leave_at = n;
		steps = 0;
		if (sigsetjmp(out, 1) == 0) {
			single_step(1);
			(void)call(which);
			single_step(0);
			leave_at = 0;
			break;
		}
		single_step(0);
	}
	printf("call %d: %d left open\n", which, descriptors() - before);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_step, .sa_flags = SA_NODEFER };

	mkdir("there", 0755);
	put_file("there/file", "text");
	symlink("file", "there/link");
	/* Often enough that none of them stops any more. */
	for (int round = 0; round < 4; round++)
		for (int which = 0; which < CALLS; which++)
			(void)call(which);
	sigaction(SIGTRAP, &action, NULL);
	for (int which = 0; which < CALLS; which++) {
		printf("call %d: %d\n", which, stepped(which));
		if (SINGLE_STEPS && steps < 10)
			printf("too few steps\n");
	}
	for (int which = 1; which < 5; which++)
		leave(which);
	for (int which = 0; which < CALLS; which++)
		printf("call %d: %d\n", which, call(which));
	return 0;
}
