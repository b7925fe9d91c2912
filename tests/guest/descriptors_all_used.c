/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * No descriptor is free: what takes none goes on (chdir, bind, connect, inotify, exec). With the
 * argument "firm" the hard limit is as low, and only programs are executed.
 */
#include <sys/inotify.h>
#include <sys/un.h>

#include "guest.h"

#define FULL 16

static void fill(rlim_t hard)
{
	struct rlimit limit = { FULL, hard };

	MUST(setrlimit(RLIMIT_NOFILE, &limit));
	while (dup(0) >= 0)
		;
}

static int execute(const char *path, char **arguments)
{
	int status = -1;
	pid_t child = MUST(fork());

	if (child == 0) {
		execv(path, arguments);
		_exit(errno);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void execute_all(const char *self)
{
	char *arguments[] = { "self", "end", NULL };

	printf("by name %d\n", execute(self, arguments));
	printf("by link %d\n", execute("/proc/self/exe", arguments));
	printf("script %d\n", execute("./script", arguments));
	printf("missing %d\n", execute("./missing", arguments));
	fcntl(FULL - 1, F_SETFD, FD_CLOEXEC);
	printf("one is closed %d\n", execute(self, arguments));
}

static void names(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int watch = MUST(inotify_init1(IN_NONBLOCK));
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int caller = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	struct rlimit limit;

	MUST(getrlimit(RLIMIT_NOFILE, &limit));
	fill(limit.rlim_max);
	CALL(mkdir("d", 0755));
	CALL(chdir("d"));
	show_path(".");
	CALL(chdir("missing"));
	CALL(chdir(".."));
	CALL(bind(listener, (void *)&address, sizeof(address)));
	CALL(listen(listener, 1));
	CALL(connect(caller, (void *)&address, sizeof(address)));
	CALL(inotify_add_watch(watch, "d", IN_CREATE));
	CALL(open("d", O_RDONLY));
	MUST(getrlimit(RLIMIT_NOFILE, &limit));
	printf("limit %d\n", (int)limit.rlim_cur);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "end") == 0)
		return 42;
	put_file("script", "#!/bin/sh\nexit 43\n");
	MUST(chmod("script", 0755));
	if (argc > 1)
		fill(FULL);
	else
		names();
	execute_all(argv[0]);
	return 0;
}
