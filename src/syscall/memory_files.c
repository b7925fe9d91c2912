/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See memory_files.h. Looks through the tracer's own /proc, while members run: what it finds is
 * a sum for a limit, never a ground to allow anything. Follows no name of the guest's.
 */
#include "syscall/memory_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <uthash.h>

#include "syscall/ipc.h"
#include "syscall/jail.h"
#include "util/fd.h"

#define BLOCK 512U
/* An inode with its names: many empty files are memory too. */
#define INODE_BYTES 1024U

/* What lies deeper in /dev/shm is not counted: there is no honest use for it. */
#define LEVELS_MOST 64U
#define TOO_MUCH    (1ULL << 62)

struct file_id {
	dev_t dev;
	ino_t ino;
};

struct counted {
	struct file_id id;
	UT_hash_handle hh;
};

struct sum {
	TALLOC_CTX *ctx;
	struct counted *counted;
	uint64_t bytes;
	char spool[PATH_MAX]; /* the host's name of it and a slash; "": it is not in memory */
};

static void count_file(struct sum *sum, const struct stat *info)
{
	struct counted *counted;
	struct file_id id;

	memset(&id, 0, sizeof(id));
	id.dev = info->st_dev;
	id.ino = info->st_ino;
	HASH_FIND(hh, sum->counted, &id, sizeof(id), counted);
	if (counted != NULL)
		return;
	counted = talloc_zero(sum->ctx, struct counted);
	/* Counted twice rather than not at all. */
	if (counted != NULL) {
		memcpy(&counted->id, &id, sizeof(id));
		HASH_ADD(hh, sum->counted, id, sizeof(id), counted);
	}
	sum->bytes += (uint64_t)info->st_blocks * BLOCK + INODE_BYTES;
}

static bool is_in_memory(const struct sum *sum, const char *link)
{
	return strncmp(link, "/memfd:", 7) == 0 ||
	       (sum->spool[0] != '\0' && strncmp(link, sum->spool, strlen(sum->spool)) == 0);
}

/* The descriptors of one table. */
static void count_descriptors(struct sum *sum, pid_t tid)
{
	char name[PATH_MAX];
	const struct dirent *entry;
	struct stat info;
	DIR *directory;

	(void)snprintf(name, sizeof(name), "/proc/%d/fd", tid);
	directory = opendir(name);
	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL) {
		ssize_t length =
			readlinkat(dirfd(directory), entry->d_name, name, sizeof(name) - 1);

		if (length <= 0)
			continue;
		name[length] = '\0';
		if (is_in_memory(sum, name) &&
		    fstatat(dirfd(directory), entry->d_name, &info, 0) == 0 &&
		    S_ISREG(info.st_mode))
			count_file(sum, &info);
	}
	(void)closedir(directory);
}

/* Threads mostly share one table: looked at once, after the thread that was looked at last. */
static void count_members(struct sum *sum, const struct engine *engine)
{
	const struct tracee *tracee;
	pid_t last = 0;

	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		if (!tracee->born)
			continue;
		if (last != 0 && tracee->tid != tracee->tgid &&
		    syscall(SYS_kcmp, last, tracee->tid, KCMP_FILES, 0, 0) == 0)
			continue;
		last = tracee->tid;
		count_descriptors(sum, tracee->tid);
	}
}

/* What has a name below. Each level takes the tracer a descriptor and a buffer. */
static void count_names(struct sum *sum, int parent, const char *name, unsigned int levels)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct stat info;

	if (directory == NULL) {
		fd_close(&fd);
		return;
	}
	while ((entry = readdir(directory)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (fstatat(dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		count_file(sum, &info);
		if (S_ISDIR(info.st_mode) && levels == 0)
			sum->bytes += TOO_MUCH;
		else if (S_ISDIR(info.st_mode))
			count_names(sum, dirfd(directory), entry->d_name, levels - 1);
	}
	(void)closedir(directory);
}

/* proc(5): key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap */
static void count_segments(struct sum *sum, const struct ipc *ipc)
{
	FILE *file = ipc == NULL ? NULL : fopen("/proc/sysvipc/shm", "re");
	char line[512];
	uint64_t resident;
	int id;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line,
			   "%*d %d %*s %*u %*d %*d %*u %*u %*u %*u %*u %*u %*u %*u %" SCNu64, &id,
			   &resident) == 2 &&
		    ipc_has(ipc, IPC_SHM, id))
			sum->bytes += resident;
	}
	if (file != NULL)
		(void)fclose(file);
}

static void name_spool(struct sum *sum, int spool)
{
	struct statfs info;
	char link[32];
	ssize_t length;

	if (fstatfs(spool, &info) < 0 || info.f_type != TMPFS_MAGIC)
		return;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", spool);
	length = readlink(link, sum->spool, sizeof(sum->spool) - 2);
	if (length > 0)
		(void)strcpy(sum->spool + length, "/");
}

uint64_t memory_files_sum(void *data)
{
	const struct jail *jail = data;
	struct sum *sum = talloc_zero(NULL, struct sum);
	uint64_t bytes;

	if (sum == NULL)
		return TOO_MUCH;
	sum->ctx = sum;
	name_spool(sum, jail->spool);
	count_members(sum, jail->engine);
	if (sum->spool[0] != '\0')
		count_names(sum, jail->spool, ".", LEVELS_MOST);
	count_segments(sum, jail->ipc);
	bytes = sum->bytes;
	HASH_CLEAR(hh, sum->counted);
	talloc_free(sum);
	return bytes;
}
