/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* pidfd_getfd: a child's descriptor taken, and what it is refused for. */
#include "guest.h"

#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

static long take(int pidfd, int fd, unsigned int flags)
{
	return syscall(SYS_pidfd_getfd, pidfd, fd, flags);
}

int main(void)
{
	int ready[2], done[2];
	int pidfd, gone, taken;
	char byte = 0;
	pid_t child;

	MUST(pipe(ready));
	MUST(pipe(done));
	put_file("f", "0123456789");
	child = MUST(fork());
	if (!child) {
		int fd = open("f", O_RDONLY);

		dup2(fd, 40);
		lseek(40, 4, SEEK_SET);
		MUST(write(ready[1], "x", 1));
		close(done[1]);
		_exit(read(done[0], &byte, 1) == 0 ? 0 : 1);
	}
	close(done[0]);
	MUST(read(ready[0], &byte, 1));
	pidfd = MUST(syscall(SYS_pidfd_open, child, 0));
	taken = MUST(take(pidfd, 40, 0));
	CALL(fcntl(taken, F_GETFD));
	CALL(fcntl(taken, F_GETFL) & O_ACCMODE);
	CALL(read(taken, &byte, 1));
	printf("[%c]\n", byte);
	CALL(lseek(taken, 0, SEEK_CUR));
	CALL(syscall(SYS_kcmp, getpid(), child, 0 /* KCMP_FILE */, taken, 40));
	OK(take(MUST(syscall(SYS_pidfd_open, getpid(), 0)), taken, 0));
	CALL(take(pidfd, 41, 0));
	CALL(take(pidfd, -1, 0));
	CALL(take(pidfd, 40, 1));
	CALL(take(-1, 40, 0));
	CALL(take(taken, 40, 0));
	CALL(take(MUST(open("/proc/self", O_RDONLY | O_DIRECTORY)), 0, 0));
	gone = MUST(fork());
	if (!gone)
		_exit(0);
	taken = MUST(syscall(SYS_pidfd_open, gone, 0));
	show_wait("gone", gone);
	CALL(take(taken, 0, 0));
	close(done[1]);
	show_wait("child", child);
	CALL(take(pidfd, 40, 0));
	return 0;
}
