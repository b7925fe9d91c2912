/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * For guests fake_may_*: one call after another as this user or that, on each type of file,
 * and what it did to owners, modes, links and times.
 */
#ifndef PTJAIL_TESTS_AS_USER_H
#define PTJAIL_TESTS_AS_USER_H

#include <grp.h>

#include "show_owner.h"

GUEST_FN void become(uid_t uid, gid_t gid, size_t count, const gid_t *groups)
{
	MUST(setgroups(count, groups));
	MUST(setegid(gid));
	MUST(seteuid(uid));
}

/* Runs the statements in a child of these effective ids, and waits for it. */
#define AS(uid, gid, ...) \
	do { \
		printf("as %u:%u\n", (unsigned int)(uid), (unsigned int)(gid)); \
		IN_CHILD(become(uid, gid, 0, NULL); __VA_ARGS__); \
	} while (0)

#define IN_GROUP(uid, gid, group, ...) \
	do { \
		const gid_t group_ = group; \
		printf("as %u:%u,%u\n", (unsigned int)(uid), (unsigned int)(gid), \
		       (unsigned int)(group)); \
		IN_CHILD(become(uid, gid, 1, &group_); __VA_ARGS__); \
	} while (0)

static const char *const kinds[] = { "file", "dir", "fifo", "block", "char", "socket", "link" };
enum { KINDS = 7, KIND_LINK = 6 };

GUEST_FN void make_kind(int kind, const char *path, mode_t mode)
{
	mode_t old = umask(0);
	struct sockaddr_un address;
	socklen_t length;
	int fd;

	switch (kind) {
	case 0:
		close(MUST(open(path, O_WRONLY | O_CREAT | O_EXCL, mode)));
		break;
	case 1:
		MUST(mkdir(path, mode));
		break;
	case 2:
		MUST(mkfifo(path, mode));
		break;
	case 3:
		MUST(mknod(path, S_IFBLK | mode, makedev(1, 2)));
		break;
	case 4:
		MUST(mknod(path, S_IFCHR | mode, makedev(1, 2)));
		break;
	case 5:
		fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
		address = unix_address(path, &length);
		MUST(bind(fd, (struct sockaddr *)&address, length));
		close(fd);
		MUST(chmod(path, mode));
		break;
	case KIND_LINK:
		MUST(symlink("nowhere", path));
		break;
	}
	umask(old);
}

GUEST_FN void remove_kind(int kind, const char *path)
{
	MUST(kind == 1 ? rmdir(path) : unlink(path));
}

GUEST_FN bool is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

/* Which times of `path` moved since `before`. */
GUEST_FN void show_moved(const char *path, const struct stat *before)
{
	struct stat now;

	if (lstat(path, &now)) {
		printf("%s: %s\n", path, err_name(errno));
		return;
	}
	printf("%s moved:%s%s%s\n", path, is_later(now.st_atim, before->st_atim) ? " atime" : "",
	       is_later(now.st_mtim, before->st_mtim) ? " mtime" : "",
	       is_later(now.st_ctim, before->st_ctim) ? " ctime" : "");
}

/* A call, and which times of `path` and of `directory` it moved. */
#define MOVES(path, directory, expr) \
	do { \
		struct stat file_, directory_; \
		memset(&file_, 0, sizeof(file_)); \
		lstat(path, &file_); \
		MUST(lstat(directory, &directory_)); \
		nap_ms(20); \
		CALL(expr); \
		show_moved(path, &file_); \
		show_moved(directory, &directory_); \
	} while (0)

#endif
