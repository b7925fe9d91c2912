/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A script by descriptor: its interpreter opens /dev/fd/N, unless close-on-exec. */
#include "guest.h"

static long exec_at(int fd)
{
	char *args[] = { "zero", NULL };
	char *env[] = { NULL };

	return syscall(SYS_execveat, fd, "", args, env, AT_EMPTY_PATH);
}

int main(int argc, char **argv)
{
	char text[PATH_MAX + 16];
	int fd;

	if (argc > 1) {
		printf("script named %.8s\n", argv[1]);
		fd = open(argv[1], O_RDONLY);
		printf("reopened: %s\n", fd < 0 ? err_name(errno) : "ok");
		return 0;
	}
	snprintf(text, sizeof(text), "#!%s\n", argv[0]);
	put_file("script", text);
	MUST(chmod("script", 0755));
	fd = MUST(open("script", O_RDONLY));
	IN_CHILD(CALL(exec_at(fd)));
	MUST(fcntl(fd, F_SETFD, FD_CLOEXEC));
	IN_CHILD(CALL(exec_at(fd)));
	return 0;
}
