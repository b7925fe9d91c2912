/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RLIMIT_NOFILE is felt by open, pipe, dup and socket alike. */
#include "guest.h"

int main(void)
{
	struct rlimit limit = { 8, 8 };
	int pipes[2], last = -1, fd;

	put_file("f", "x");
	MUST(setrlimit(RLIMIT_NOFILE, &limit));
	while ((fd = open("f", O_RDONLY)) >= 0)
		last = fd;
	CALL(fd);
	printf("last %d\n", last);
	CALL(open("new", O_CREAT | O_WRONLY, 0644));
	show_path("new");
	CALL(pipe(pipes));
	CALL(dup(0));
	CALL(dup2(0, 8));
	CALL(fcntl(0, F_DUPFD, 8));
	CALL(fcntl(0, F_DUPFD, 7));
	CALL(socket(AF_UNIX, SOCK_STREAM, 0));
	CALL(close(last));
	CALL(pipe(pipes));
	CALL(open("f", O_RDONLY));
	CALL(open("missing", O_RDONLY));
	CALL(open("missing/x", O_RDONLY));
	CALL(open("f/x", O_RDONLY));
	CALL(open(".", O_RDWR));
	CALL(open("f", O_CREAT | O_EXCL | O_WRONLY, 0644));
	CALL(open("f", O_RDONLY | O_DIRECTORY));
	CALL(openat(77, "f", O_RDONLY));
	CALL(open("/proc/self/status", O_RDONLY));
	CALL(open("/proc/self/missing", O_RDONLY));
	CALL(open("", O_RDONLY));
	CALL(open((char *)1, O_RDONLY));
	CALL(open("f", O_TMPFILE | O_RDONLY));
	CALL(close(last));
	CALL(open("missing", O_RDONLY));
	CALL(open("/proc/self/comm", O_RDONLY));
	return 0;
}
