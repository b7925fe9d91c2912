/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Record locks between processes, F_GETLK and waiting for a lock. */
#include "guest.h"

int main(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 10 };
	int fd, ready[2];
	pid_t child, parent = getpid();
	char byte;

	fd = MUST(open("f", O_CREAT | O_RDWR, 0644));
	MUST(pipe(ready));
	CALL(fcntl(fd, F_SETLK, &lock));
	child = MUST(fork());
	if (!child) {
		struct flock other = lock;

		CALL(fcntl(fd, F_SETLK, &other));
		CALL(fcntl(fd, F_GETLK, &other));
		printf("holder is the parent: %d, type %d, len %ld\n", other.l_pid == parent,
		       other.l_type, (long)other.l_len);
		other.l_type = F_WRLCK;
		other.l_start = 10;
		CALL(fcntl(fd, F_SETLK, &other));
		MUST(write(ready[1], "x", 1));
		other.l_start = 0;
		CALL(fcntl(fd, F_SETLKW, &other));
		fflush(stdout);
		_exit(0);
	}
	MUST(read(ready[0], &byte, 1));
	nap_ms(50);
	lock.l_type = F_UNLCK;
	MUST(fcntl(fd, F_SETLK, &lock));
	show_wait("child", child);
	return 0;
}
