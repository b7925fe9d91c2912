/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See spool.h. Removal walks by descriptors and never follows a symlink. Must not remove what
 * a living run uses, nor a directory that no spool ever was.
 */
#include "util/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/fd.h"

/* In every spool; locked as long as its run lives. The kernel unlocks it, whatever ends that. */
#define MARK   "in-use"
#define PREFIX "ptjail-"
/* Seconds without a mark, after which nobody is about to set it any more. */
#define UNMARKED_MOST 60

struct spool {
	char *path;
	int fd;
	int mark;
	pid_t owner;
};

/* A directory's mode; never that of what a link leads to: a guest may have left one. */
static void open_up(int directory, const char *name)
{
	int fd = openat(directory, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	char own[32];

	(void)snprintf(own, sizeof(own), "/proc/self/fd/%d", fd);
	if (fd >= 0)
		(void)!chmod(own, 0700);
	fd_close(&fd);
}

/* Removes a name in `directory`; a directory that is not empty is put into `top` instead. */
static void remove_or_lift(int directory, const char *name, int top)
{
	static unsigned long lifted;
	char free_name[32];

	if (unlinkat(directory, name, 0) == 0 || unlinkat(directory, name, AT_REMOVEDIR) == 0)
		return;
	/* KERNEL: ".." changes, so that the directory itself has to be writable. */
	open_up(directory, name);
	do {
		(void)snprintf(free_name, sizeof(free_name), "lifted-%lu", ++lifted);
	} while (renameat(directory, name, top, free_name) < 0 &&
		 (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR));
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* `name` in `top`: empties it, whatever is deep in it comes to lie in `top`, and removes it. */
static bool remove_tree(int top, const char *name)
{
	const struct dirent *entry;
	DIR *stream;
	int fd;

	if (unlinkat(top, name, 0) == 0)
		return true;
	open_up(top, name);
	fd = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	stream = fd < 0 ? NULL : fdopendir(fd);
	if (stream == NULL) {
		fd_close(&fd);
		return false;
	}
	while ((entry = readdir(stream)) != NULL) {
		if (!is_dots(entry->d_name))
			remove_or_lift(fd, entry->d_name, top);
	}
	(void)closedir(stream);
	return unlinkat(top, name, AT_REMOVEDIR) == 0;
}

/*
 * However deep a guest has built in /dev/shm: two descriptors, and each directory once. The mark
 * goes last: as long as anything is left, the next run knows whose it was.
 */
static void remove_below(int directory)
{
	DIR *stream = fdopendir(directory);
	const struct dirent *entry;
	bool removed = stream != NULL, left = false;

	if (stream == NULL)
		(void)close(directory);
	while (removed) {
		removed = left = false;
		rewinddir(stream);
		while ((entry = readdir(stream)) != NULL) {
			if (is_dots(entry->d_name) || strcmp(entry->d_name, MARK) == 0)
				continue;
			left = true;
			removed |= remove_tree(directory, entry->d_name);
		}
	}
	if (stream == NULL)
		return;
	if (!left)
		(void)unlinkat(directory, MARK, 0);
	(void)closedir(stream);
}

static int spool_free(struct spool *spool)
{
	int copy;

	if (spool->fd < 0 || spool->owner != getpid())
		return 0;
	copy = openat(spool->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (copy >= 0)
		remove_below(copy);
	(void)rmdir(spool->path);
	fd_close(&spool->fd);
	fd_close(&spool->mark);
	return 0;
}

/* -EAGAIN: somebody who swept found the mark not locked yet, and removes the directory. */
static int set_mark(struct spool *spool)
{
	struct stat status;

	spool->mark = openat(spool->fd, MARK, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (spool->mark < 0)
		return errno == ENOENT ? -EAGAIN : -errno;
	if (flock(spool->mark, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? -EAGAIN : -errno;
	if (fstat(spool->mark, &status) < 0)
		return -errno;
	return status.st_nlink > 0 ? 0 : -EAGAIN;
}

/* Whoever makes a spool marks it at once; who was stopped in between makes another. */
static bool is_long_empty(const struct stat *status)
{
	return time(NULL) - status->st_mtime > UNMARKED_MOST;
}

/*
 * Removes `name` if it is a spool of this user's whose run is dead. One that has no mark died
 * between its first two steps, or its last two: then it is empty.
 */
static void sweep_one(int parent, const char *name)
{
	CLEANUP_FD int directory = openat(parent, name,
					  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	CLEANUP_FD int mark = -1;
	struct stat status;

	if (directory < 0 || fstat(directory, &status) < 0 || status.st_uid != geteuid() ||
	    (status.st_mode & 07777) != 0700)
		return;
	mark = openat(directory, MARK, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (mark < 0 && errno == ENOENT && is_long_empty(&status))
		(void)unlinkat(parent, name, AT_REMOVEDIR);
	if (mark < 0 || flock(mark, LOCK_EX | LOCK_NB) < 0)
		return;
	remove_below(directory);
	directory = -1; /* closed by that */
	(void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* What a run leaves behind that SIGKILL ended, the next one takes away. */
static void sweep(const char *place)
{
	DIR *stream = opendir(place);
	struct dirent *entry;

	if (stream == NULL)
		return;
	while ((entry = readdir(stream)) != NULL)
		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0)
			sweep_one(dirfd(stream), entry->d_name);
	(void)closedir(stream);
}

static int make_in(struct spool *spool, const char *parent)
{
	char *path = talloc_asprintf(spool, "%s/" PREFIX "XXXXXX", parent);

	if (path == NULL)
		return -ENOMEM;
	if (mkdtemp(path) == NULL) {
		int error = errno;

		talloc_free(path);
		return -error;
	}
	spool->path = path;
	spool->fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return spool->fd < 0 ? -errno : set_mark(spool);
}

/* Again where somebody who sweeps took it away. */
static int make_marked_in(struct spool *spool, const char *parent)
{
	int status = -EAGAIN;

	for (int tries = 0; tries < 10; tries++) {
		status = make_in(spool, parent);
		if (status == 0)
			break;
		if (status != -EAGAIN && spool->fd >= 0)
			(void)unlinkat(spool->fd, MARK, 0);
		if (spool->fd >= 0)
			(void)rmdir(spool->path);
		fd_close(&spool->mark);
		fd_close(&spool->fd);
		if (status != -EAGAIN)
			break;
	}
	return status;
}

/* Whether `place` lies in one of these, or is it: as their names lead now. */
static bool is_shown(const char *place, const char *const *shown, size_t count)
{
	char *real = realpath(place, NULL);
	bool found = false;

	for (size_t i = 0; real != NULL && i < count && !found; i++) {
		char *other = realpath(shown[i], NULL);
		size_t length = other == NULL || strcmp(other, "/") == 0 ? 0 : strlen(other);

		found = other != NULL && strncmp(real, other, length) == 0 &&
			(real[length] == '/' || real[length] == '\0');
		free(other);
	}
	free(real);
	return found;
}

int spool_create(TALLOC_CTX *ctx, const char *const *shown, size_t count, struct spool **ret_spool)
{
	const char *const places[] = { getenv("XDG_RUNTIME_DIR"), "/dev/shm", getenv("TMPDIR"),
				       "/tmp", "/var/tmp" };
	struct spool *spool = talloc_zero(ctx, struct spool);
	int status = -ENOENT;

	if (spool == NULL)
		return -ENOMEM;
	spool->fd = -1;
	spool->mark = -1;
	spool->owner = getpid();
	talloc_set_destructor(spool, spool_free);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(places); i++) {
		const char *place = places[i % ARRAY_SIZE(places)];

		if (place == NULL || place[0] != '/' ||
		    is_shown(place, shown, count) != (i >= ARRAY_SIZE(places)))
			continue;
		status = make_marked_in(spool, place);
		if (status == 0) {
			sweep(place);
			*ret_spool = spool;
			return 0;
		}
	}
	talloc_free(spool);
	return status;
}

int spool_fd(const struct spool *spool)
{
	return spool->fd;
}

int spool_subdirectory(const struct spool *spool, const char *name, unsigned int mode, int *ret_fd)
{
	int fd;

	if (mkdirat(spool->fd, name, 0700) < 0)
		return -errno;
	fd = openat(spool->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fchmod(fd, mode) < 0) {
		(void)close(fd);
		return -errno;
	}
	*ret_fd = fd;
	return 0;
}
