/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What one process changes another sees at once, by every name and descriptor, however often it
 * asked before; numbers of removed files start clean; fork, vfork and exec change nothing.
 */
#include "show_owner.h"

#include <sys/wait.h>

enum { ROUNDS = 40, FILES = 200 };

static int to_child[2], to_parent[2];

static void tell(int fd)
{
	MUST(write(fd, "x", 1));
}

static void hear(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		_exit(1);
}

static void change(int round)
{
	MUST(chown("f", (uid_t)(1000 + round), (gid_t)(2000 + round)));
	MUST(chmod("f", 0400 + (mode_t)round));
}

static void child(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		hear(to_child[0]);
		change(round);
		tell(to_parent[1]);
	}
	_exit(0);
}

static bool is_as(const struct stat *st, int round)
{
	return st->st_uid == (uid_t)(1000 + round) && st->st_gid == (gid_t)(2000 + round) &&
	       (st->st_mode & 07777) == 0400 + (mode_t)round;
}

static int see(int round, int fd)
{
	struct statx more;
	struct stat st;
	int wrong = 0;

	wrong += stat("f", &st) || !is_as(&st, round);
	wrong += lstat("g", &st) || !is_as(&st, round);
	wrong += stat("l", &st) || !is_as(&st, round);
	wrong += fstat(fd, &st) || !is_as(&st, round);
	wrong += fstatat(fd, "", &st, AT_EMPTY_PATH) || !is_as(&st, round);
	wrong += statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &more) ||
		 more.stx_uid != (uid_t)(1000 + round);
	return wrong;
}

static void exchange(void)
{
	int fd = MUST(open("f", O_RDONLY)), wrong = 0;
	pid_t pid;

	MUST(pipe(to_child));
	MUST(pipe(to_parent));
	pid = MUST(fork());
	if (pid == 0)
		child();
	for (int round = 0; round < ROUNDS; round++) {
		tell(to_child[1]);
		hear(to_parent[0]);
		wrong += see(round, fd);
	}
	waitpid(pid, NULL, 0);
	printf("seen late: %d\n", wrong);
	close(fd);
}

/* More files than a table of any fixed kind has room for side by side; then all anew. */
static void many(void)
{
	int wrong = 0;
	struct stat st;
	char name[32];

	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < FILES; i++) {
			snprintf(name, sizeof(name), "many%d", i);
			put_file(name, "x");
			wrong += stat(name, &st) || st.st_uid != 0 || st.st_gid != 0;
			MUST(chown(name, (uid_t)(i + 1), (gid_t)(i + 2)));
		}
		for (int i = 0; i < FILES; i++) {
			snprintf(name, sizeof(name), "many%d", i);
			wrong += stat(name, &st) || st.st_uid != (uid_t)(i + 1) ||
				 st.st_gid != (gid_t)(i + 2);
		}
		for (int i = 0; i < FILES; i++) {
			snprintf(name, sizeof(name), "many%d", i);
			MUST(unlink(name));
		}
	}
	printf("many, twice: %d wrong\n", wrong);
}

/* A program that loses its bits by a write is shown without them by the next look. */
static void written(void)
{
	struct stat st;
	int fd;

	put_file("s", "x");
	MUST(chmod("s", 06755));
	MUST(stat("s", &st));
	for (int i = 0; i < 8; i++)
		show_owner("s");
	fd = MUST(open("s", O_WRONLY));
	show_owner("s");
	MUST(chmod("s", 0711));
	show_owner("s");
	close(fd);
}

static void devices(void)
{
	struct stat st;
	int fd;

	for (int i = 0; i < 4; i++) {
		MUST(mknod("null", S_IFCHR | 0666, makedev(1, 3)));
		for (int n = 0; n < 4; n++)
			show_owner("null");
		fd = open("null", O_RDONLY);
		printf("opened as %s\n", fd >= 0 && !fstat(fd, &st) ? type_name(st.st_mode) : "?");
		close(fd);
		fd = open("f", O_RDONLY);
		show_fd_owner("f beside a device", fd);
		printf("flags %s\n", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0 ? "nonblock" : "none");
		close(fd);
		MUST(unlink("null"));
	}
}

int main(int argc, char **argv)
{
	pid_t pid;

	if (argc > 1) {
		for (int i = 0; i < 4; i++)
			show_owner("f");
		return 0;
	}
	put_file("f", "x");
	MUST(link("f", "g"));
	MUST(symlink("f", "l"));
	exchange();
	many();
	written();
	devices();
	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		execl("/proc/self/exe", argv[0], "again", (char *)NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
	return 0;
}
