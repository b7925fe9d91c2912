/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What may be made, looked at and removed in a directory, but not read, executed or connected to:
 * a mere name of it (O_PATH) is kept, what it is of removed, then opened, executed, connected to.
 * ATTACK OPTIONS: -b @OUT@/passing:/a/passing -b @OUT@/passing:/a/as --policy @OUT@/deny-read
 */
#include "escape.h"

#define CLOSED "/tmp/closed"

static char link_of[64];

static int name_of(const char *path)
{
	int fd = open(path, O_PATH);

	if (fd < 0)
		broken("%s may not even be looked at", path);
	snprintf(link_of, sizeof(link_of), "/proc/self/fd/%d", fd);
	return fd;
}

static void make(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0755);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		broken("%s cannot be made", path);
	close(fd);
}

static void read_removed(void)
{
	int fd;

	make(CLOSED "/a", SECRET);
	fd = name_of(CLOSED "/a");
	if (unlink(CLOSED "/a") < 0)
		broken("a file may not be removed");
	refuse_secret(open(link_of, O_RDONLY), "the name of a removed file");
	close(fd);
	make(CLOSED "/a", SECRET);
	make(CLOSED "/b", "another");
	fd = name_of(CLOSED "/a");
	rename(CLOSED "/b", CLOSED "/a");
	refuse_secret(open(link_of, O_RDONLY), "the name of a file that another took the place of");
	close(fd);
	unlink(CLOSED "/a");
}

/* A file that a rule names has another name, from before the run; that is the last to go. */
static void read_twice_removed(void)
{
	int fd = name_of("/a/as/link");

	refuse_secret(open(link_of, O_RDONLY), "the other name of a file");
	/* By its own name it may not be: that is in use. */
	if (unlink("/a/as/closed") < 0 || unlink("/a/as/link") < 0)
		broken("what may not be read may not be removed either");
	refuse_secret(open(link_of, O_RDONLY), "a file of two names, both removed");
	close(fd);
}

static void execute_removed(void)
{
	char *arguments[] = { "x", NULL };
	int fd, status;
	pid_t child;

	make(CLOSED "/x", "#!/bin/true\n");
	fd = name_of(CLOSED "/x");
	unlink(CLOSED "/x");
	child = fork();
	if (child == 0) {
		execve(link_of, arguments, arguments + 1);
		syscall(SYS_execveat, fd, "", arguments, arguments + 1, AT_EMPTY_PATH);
		_exit(7);
	}
	if (waitpid(child, &status, 0) < 0 || status != 7 << 8)
		escaped("a removed program was executed: %#x", status);
	close(fd);
}

static void connect_removed(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = CLOSED "/s" };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), caller = socket(AF_UNIX, SOCK_STREAM, 0),
	    fd;

	if (bind(listener, (void *)&address, sizeof(address)) < 0 || listen(listener, 1) < 0)
		broken("bind");
	fd = name_of(CLOSED "/s");
	unlink(CLOSED "/s");
	strcpy(address.sun_path, link_of);
	if (connect(caller, (void *)&address, sizeof(address)) == 0)
		escaped("connected to a removed socket");
	close(listener);
	close(caller);
	close(fd);
}

static volatile int turn, left;

static void *remove_last(void *data)
{
	(void)data;
	for (int seen = 0;;) {
		while (turn == seen)
			sched_yield();
		seen = turn;
		linger((unsigned int)seen * 37 % 4000);
		unlink(CLOSED "/b");
		left = seen;
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	mkdir(CLOSED, 0755);
	read_removed();
	read_twice_removed();
	execute_removed();
	connect_removed();
	start(remove_last, NULL);
	/* The last of two names goes while a place is looked for. */
	while (racing(&race)) {
		int fd;

		make(CLOSED "/a", SECRET);
		link(CLOSED "/a", CLOSED "/b");
		fd = name_of(CLOSED "/a");
		unlink(CLOSED "/a");
		turn++;
		for (int i = 0; i < 4; i++)
			refuse_secret(open(link_of, O_RDONLY), "a name that was removed meanwhile");
		while (left != turn)
			sched_yield();
		close(fd);
	}
	rmdir(CLOSED);
	contained();
}
