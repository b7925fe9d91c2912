/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: opens that sleep, of FIFOs in every way, by many members: they sleep in the members, never
 * in the tracer, which serves another one meanwhile.
 */
#include "escape.h"

static void *sleep_on(void *data)
{
	switch ((uintptr_t)data % 4) {
	case 0:
		close(open("fifo", O_RDONLY));
		break;
	case 1:
		(void)truncate("fifo", 0);
		close(open("/proc/self/cwd/fifo", O_RDONLY));
		break;
	case 2:
		close(openat(AT_FDCWD, "link", O_RDONLY));
		break;
	default:
		execl("./fifo", "fifo", NULL);
		close(open("fifo", O_RDONLY | O_CREAT, 0600));
	}
	return NULL;
}

int main(void)
{
	double begin;
	int served = 0;
	pid_t pid;

	enter_scratch();
	if (mkfifo("fifo", 0700) < 0 || symlink("fifo", "link") < 0)
		broken("fifo");
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (uintptr_t i = 0; i < 100; i++)
			start(sleep_on, (void *)i);
		pause();
	}
	usleep(50000);
	begin = now();
	for (int i = 0; i < 200; i++) {
		int fd = open("/etc/passwd", O_RDONLY);
		struct stat info;

		served += fd >= 0 && stat("fifo", &info) == 0 && chmod("fifo", 0700) == 0;
		close(fd);
	}
	if (now() - begin > HELD_UP_SECONDS || served != 200)
		escaped("%d of 200 served in %.1f s", served, now() - begin);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	contained();
}
