/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A script by descriptor: its interpreter opens /dev/fd/N, unless close-on-exec. */
#include "guest.h"

static long exec_at(int fd)
{
	char *args[] = { "zero", NULL };
	char *env[] = { NULL };

	return syscall(SYS_execveat, fd, "", args, env, AT_EMPTY_PATH);
}

static void run_script(const char *interpreter)
{
	char text[PATH_MAX + 16];
	int fd;

	snprintf(text, sizeof(text), "#!%s\n", interpreter);
	put_file("script", text);
	MUST(chmod("script", 0755));
	fd = MUST(open("script", O_RDONLY));
	IN_CHILD(CALL(exec_at(fd)));
	MUST(fcntl(fd, F_SETFD, FD_CLOEXEC));
	IN_CHILD(CALL(exec_at(fd)));
	close(fd);
}

int main(int argc, char **argv)
{
	char *deep = repeat('d', 100);
	int fd;

	if (argc > 1) {
		printf("script named %.8s\n", argv[1]);
		fd = open(argv[1], O_RDONLY);
		printf("reopened: %s\n", fd < 0 ? err_name(errno) : "ok");
		return 0;
	}
	run_script(argv[0]);
	/* Until no name of it is short enough any more. */
	for (int depth = 0; depth < 45; depth++) {
		MUST(mkdir(deep, 0755));
		MUST(chdir(deep));
		if (depth > 35)
			run_script(argv[0]);
	}
	return 0;
}
