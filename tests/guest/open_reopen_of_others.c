/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What another process has open, opened anew by its descriptor's link: pipes, a memfd, a removed
 * file, a socket; by one thread, and beside another.
 */
#include "guest.h"

enum { READ_END, WRITE_END, MEMFD, REMOVED, SOCKET, COUNT };

static const char *const names[COUNT] = { "read end", "write end", "memfd", "removed", "socket" };
static int fds[COUNT];
static pid_t parent;

static void reopen(int which, int flags)
{
	char path[64], text[16] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)parent, fds[which]);
	fd = open(path, flags | O_CLOEXEC);
	printf("%s %o: %s", names[which], (unsigned int)flags, fd < 0 ? strerror(errno) : "opened");
	if (fd < 0) {
		printf("\n");
		return;
	}
	printf(" %o", (unsigned int)fcntl(fd, F_GETFL) & ~(unsigned int)O_LARGEFILE);
	if ((flags & (O_ACCMODE | O_PATH)) != O_RDONLY)
		printf(" %zd", write(fd, "new", 3));
	else if (which == MEMFD || which == REMOVED)
		printf(" %zd %s", read(fd, text, sizeof(text) - 1), text);
	printf("\n");
	close(fd);
}

static void try_all(void)
{
	for (int which = 0; which < COUNT; which++) {
		reopen(which, O_PATH);
		reopen(which, O_PATH | O_NOFOLLOW);
		reopen(which, which == WRITE_END ? O_WRONLY : O_RDONLY);
		reopen(which, O_DIRECTORY);
	}
	reopen(READ_END, O_RDONLY | O_NONBLOCK);
	reopen(WRITE_END, O_WRONLY | O_APPEND);
	reopen(WRITE_END, O_RDWR);
	reopen(MEMFD, O_RDWR | O_APPEND);
	reopen(MEMFD, O_WRONLY | O_TRUNC);
}

static void *waits(void *data)
{
	(void)data;
	pause();
	return NULL;
}

static void in_child(bool threads)
{
	pthread_t thread;
	pid_t child;

	fflush(stdout);
	child = MUST(fork());
	if (child == 0) {
		if (threads && pthread_create(&thread, NULL, waits, NULL) != 0)
			_exit(1);
		try_all();
		fflush(stdout);
		_exit(0);
	}
	MUST(waitpid(child, NULL, 0));
}

int main(void)
{
	char text[64];
	ssize_t size;

	parent = getpid();
	MUST(pipe2(fds, O_CLOEXEC));
	MUST(fcntl(fds[READ_END], F_SETFL, O_NONBLOCK));
	fds[MEMFD] = MUST(memfd_create("file", MFD_CLOEXEC));
	MUST(pwrite(fds[MEMFD], "memory", 6, 0));
	fds[REMOVED] = MUST(open("gone", O_RDWR | O_CREAT | O_EXCL, 0600));
	MUST(pwrite(fds[REMOVED], "removed", 7, 0));
	MUST(unlink("gone"));
	fds[SOCKET] = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	in_child(false);
	in_child(true);
	size = read(fds[READ_END], text, sizeof(text) - 1);
	printf("pipe %zd\n", size);
	size = pread(fds[MEMFD], text, sizeof(text) - 1, 0);
	printf("memfd %zd\n", size);
	return 0;
}
