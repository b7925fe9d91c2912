/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See spool.h. Removal walks by descriptors and never follows a symlink. */
#include "util/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fd.h"

struct spool {
	char *path;
	int fd;
	pid_t owner;
};

/* Depth is bounded by what a guest can build in /dev/shm: one descriptor a level. */
static void remove_below(int directory)
{
	DIR *stream = fdopendir(directory);
	struct dirent *entry;

	if (stream == NULL) {
		(void)close(directory);
		return;
	}
	while ((entry = readdir(stream)) != NULL) {
		int child;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(dirfd(stream), entry->d_name, 0) == 0)
			continue;
		(void)!fchmodat(dirfd(stream), entry->d_name, 0700, 0);
		child = openat(dirfd(stream), entry->d_name,
			       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (child >= 0)
			remove_below(child);
		(void)unlinkat(dirfd(stream), entry->d_name, AT_REMOVEDIR);
	}
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
	return 0;
}

static int make_in(struct spool *spool, const char *parent)
{
	char *path = talloc_asprintf(spool, "%s/ptjail-XXXXXX", parent);

	if (path == NULL)
		return -ENOMEM;
	if (mkdtemp(path) == NULL) {
		int error = errno;

		talloc_free(path);
		return -error;
	}
	spool->path = path;
	spool->fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return spool->fd < 0 ? -errno : 0;
}

int spool_create(TALLOC_CTX *ctx, struct spool **ret_spool)
{
	const char *const places[] = { getenv("XDG_RUNTIME_DIR"), "/dev/shm", getenv("TMPDIR"),
				       "/tmp", "/var/tmp" };
	struct spool *spool = talloc_zero(ctx, struct spool);
	int status = -ENOENT;

	if (spool == NULL)
		return -ENOMEM;
	spool->fd = -1;
	spool->owner = getpid();
	talloc_set_destructor(spool, spool_free);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (places[i] == NULL || places[i][0] != '/')
			continue;
		status = make_in(spool, places[i]);
		if (status == 0) {
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
