/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What runs in the jail while things fail in its tracer. Each step may fail with an errno;
 * what it must never do is succeed wrongly. Prints "wrong: ..." then; exits 0 when all
 * went well, 3 when something failed. "fault_guest child": exits 7. "fault_guest forever": makes
 * processes and threads, and paths calls in each, until killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static bool failed;

static void wrong(const char *what)
{
	(void)printf("wrong: %s (errno %d)\n", what, errno);
}

/* True: it succeeded. */
static bool may_fail(long result)
{
	failed = failed || result < 0;
	return result >= 0;
}

static void read_file(const char *name, const char *content)
{
	char text[64] = "";
	int fd = open(name, O_RDONLY);

	if (!may_fail(fd))
		return;
	if (may_fail(read(fd, text, sizeof(text) - 1)) && strcmp(text, content) != 0)
		wrong(name);
	(void)close(fd);
}

/* Links out of the root: whatever fails, there is nothing. */
static void look_outside(void)
{
	static const char *const names[] = { "/up/secret", "/out/secret",
					     "/dir/../../outside/secret",
					     "/proc/self/root/../outside/secret" };
	char text[64] = "";
	struct stat info;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int fd = open(names[i], O_RDONLY);

		if (fd >= 0 || stat(names[i], &info) == 0)
			wrong(names[i]);
		if (fd >= 0 && read(fd, text, sizeof(text) - 1) > 0)
			(void)puts(text);
	}
}

static void change_things(void)
{
	struct stat info;
	char text[64] = "";
	int fd = open("/dir/new", O_CREAT | O_RDWR, 0600);

	if (may_fail(fd)) {
		if (may_fail(write(fd, "abc", 3)) && may_fail(fstat(fd, &info)) &&
		    info.st_size != 3)
			wrong("size");
		(void)close(fd);
	}
	if (may_fail(mkdir("/dir/d", 0700)) && stat("/dir/d", &info) == 0 && !S_ISDIR(info.st_mode))
		wrong("mkdir");
	if (may_fail(rename("/dir/new", "/dir/d/moved")) && stat("/dir/new", &info) == 0)
		wrong("rename");
	if (may_fail(symlink("target", "/dir/l")) &&
	    may_fail(readlink("/dir/l", text, sizeof(text) - 1)) && strcmp(text, "target") != 0)
		wrong("readlink");
	if (may_fail(chdir("/dir/d")) && may_fail(getcwd(text, sizeof(text)) ? 0 : -1) &&
	    strcmp(text, "/dir/d") != 0)
		wrong("getcwd");
	(void)unlink("/dir/l");
	(void)unlink("/dir/d/moved");
	(void)unlink("/dir/new");
	(void)rmdir("/dir/d");
	(void)chdir("/");
}

static void make_socket(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "/dir/s" };
	struct sockaddr_un told;
	socklen_t length = sizeof(told);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	int client = socket(AF_UNIX, SOCK_STREAM, 0);

	if (may_fail(bind(listener, (struct sockaddr *)&name, sizeof(name)))) {
		memset(&told, 0, sizeof(told));
		if (may_fail(getsockname(listener, (struct sockaddr *)&told, &length)) &&
		    strcmp(told.sun_path, "/dir/s") != 0)
			wrong(told.sun_path);
		(void)may_fail(listen(listener, 1));
		(void)may_fail(connect(client, (struct sockaddr *)&name, sizeof(name)));
	}
	(void)close(listener);
	(void)close(client);
	(void)unlink("/dir/s");
}

static void run_child(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		(void)execl("/bin/guest", "guest", "child", (char *)NULL);
		_exit(8);
	}
	if (!may_fail(child) || !may_fail(waitpid(child, &status, 0)))
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) != 7 && WEXITSTATUS(status) != 8)
		wrong("exec");
	failed = failed || !WIFEXITED(status) || WEXITSTATUS(status) != 7;
}

static void *thread(void *arg)
{
	read_file("/data", "right");
	return arg;
}

static void *forever(void *arg)
{
	struct stat info;

	for (;;) {
		(void)stat("/dir/../data", &info);
		(void)close(open("/data", O_RDONLY));
	}
	return arg;
}

static void multiply(void)
{
	pthread_t ignored;

	(void)setsid();
	for (int i = 0; i < 3; i++)
		(void)fork();
	(void)pthread_create(&ignored, NULL, forever, NULL);
	for (;;) {
		pid_t child = fork();

		if (child == 0) {
			(void)setsid();
			(void)execl("/bin/guest", "guest", "child", (char *)NULL);
			_exit(8);
		}
		(void)waitpid(child, NULL, 0);
	}
}

int main(int argc, char **argv)
{
	pthread_t other;

	if (argc > 1 && strcmp(argv[1], "child") == 0)
		return 7;
	if (argc > 1)
		multiply();
	for (int round = 0; round < 2; round++) {
		read_file("/data", "right");
		look_outside();
		change_things();
		make_socket();
		run_child();
		if (may_fail(-pthread_create(&other, NULL, thread, NULL)))
			(void)pthread_join(other, NULL);
	}
	(void)puts(failed ? "something failed" : "all right");
	return failed ? 3 : 0;
}
