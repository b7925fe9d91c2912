/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See memory_files.h. Looks through the tracer's own /proc, while members run: what it finds is
 * a sum for a limit, never a ground to allow anything. Follows no name of the guest's.
 */
#include "syscall/memory_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <uthash.h>

#include "syscall/call.h"
#include "syscall/ipc.h"
#include "syscall/jail.h"
#include "syscall/made_memory.h"
#include "syscall/memory_sockets.h"
#include "tracer/limits.h"
#include "util/fd.h"

#define BLOCK 512U
/* An inode with its names: many empty files are memory too. */
#define INODE_BYTES 1024U
/* What extended attributes, messages and semaphores take beside their bytes. */
#define ATTRIBUTE_BYTES 128U
#define MESSAGE_BYTES   64U
#define SEMAPHORE_BYTES 64U
/*
 * What a descriptor or a name beyond those few costs: the socket behind it, and above all the time
 * to look at it, in which memory is used that nobody sees and nobody is served.
 */
#define LOOKS_FREE 1024U
#define LOOK_BYTES 8192U

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
	uint64_t most;                  /* beyond that nothing more needs to be known */
	uint64_t looks;                 /* at descriptors and names */
	struct memory_sockets *sockets; /* looked at when the first descriptor of one is met */
	bool has_sockets;
	char spool[PATH_MAX]; /* the host's name of it and a slash; "": it is not in memory */
};

static void add(struct sum *sum, uint64_t bytes)
{
	if (sum->bytes < TOO_MUCH)
		sum->bytes += bytes;
}

/* False: it was counted before. */
static bool is_new(struct sum *sum, const struct stat *info)
{
	struct counted *counted;
	struct file_id id;

	memset(&id, 0, sizeof(id));
	id.dev = info->st_dev;
	id.ino = info->st_ino;
	HASH_FIND(hh, sum->counted, &id, sizeof(id), counted);
	if (counted != NULL)
		return false;
	counted = talloc_zero(sum->ctx, struct counted);
	/* Counted twice rather than not at all. */
	if (counted != NULL) {
		memcpy(&counted->id, &id, sizeof(id));
		HASH_ADD(hh, sum->counted, id, sizeof(id), counted);
	}
	return true;
}

/* There may be any number of attributes: more than can be listed is too many. */
static uint64_t bytes_of_attributes(const char *path, bool follow)
{
	static char names[XATTR_LIST_MAX];
	ssize_t length = follow ? listxattr(path, names, sizeof(names))
				: llistxattr(path, names, sizeof(names));
	uint64_t bytes = length < 0 && errno == E2BIG ? TOO_MUCH : 0;

	for (const char *name = names; name < names + length; name += strlen(name) + 1) {
		ssize_t size = follow ? getxattr(path, name, NULL, 0)
				      : lgetxattr(path, name, NULL, 0);

		bytes += ATTRIBUTE_BYTES + (size > 0 ? (uint64_t)size : 0);
	}
	return bytes;
}

/* `directory` and `name` lead to it, by a magic link where it is to be followed. */
static void count_file(struct sum *sum, const struct stat *info, int directory, const char *name,
		       bool follow)
{
	char path[PATH_MAX];

	if (!is_new(sum, info))
		return;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", directory, name);
	add(sum, (uint64_t)info->st_blocks * BLOCK + INODE_BYTES);
	add(sum, bytes_of_attributes(path, follow));
}

static bool is_in_memory(const struct sum *sum, const char *link)
{
	return strncmp(link, "/memfd:", 7) == 0 ||
	       (sum->spool[0] != '\0' && strncmp(link, sum->spool, strlen(sum->spool)) == 0);
}

/* What waits in a socket, whoever has it. `link`: "socket:[INODE]". */
static void count_socket(struct sum *sum, const char *link)
{
	const struct stat info = { .st_ino = (ino_t)strtoull(link + 8, NULL, 10) };

	if (!sum->has_sockets)
		sum->sockets = memory_sockets_look(sum->ctx);
	sum->has_sockets = true;
	if (is_new(sum, &info))
		add(sum, memory_sockets_held(sum->sockets, info.st_ino));
}

/* What a link of /proc leads to, where that is in memory. */
static void count_link(struct sum *sum, int directory, const char *name)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(directory, name, target, sizeof(target) - 1);
	struct stat info;

	if (length <= 0)
		return;
	target[length] = '\0';
	if (strncmp(target, "socket:[", 8) == 0)
		count_socket(sum, target);
	if (is_in_memory(sum, target) && fstatat(directory, name, &info, 0) == 0)
		count_file(sum, &info, directory, name, true);
}

/* True: there is no need to look on. */
static bool count_look(struct sum *sum)
{
	if (++sum->looks > LOOKS_FREE)
		add(sum, LOOK_BYTES);
	return sum->bytes > sum->most;
}

/* The descriptors of one table. */
static void count_descriptors(struct sum *sum, pid_t tid)
{
	const struct dirent *entry;
	char name[32];
	DIR *directory;

	(void)snprintf(name, sizeof(name), "/proc/%d/fd", tid);
	directory = opendir(name);
	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL && !count_look(sum))
		count_link(sum, dirfd(directory), entry->d_name);
	(void)closedir(directory);
}

/* A directory that was removed may be held by that alone. */
static void count_cwd(struct sum *sum, pid_t tid)
{
	char name[32];
	CLEANUP_FD int directory = -1;

	(void)snprintf(name, sizeof(name), "/proc/%d", tid);
	directory = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory >= 0)
		count_link(sum, directory, "cwd");
}

/* Threads mostly share one table: looked at once, after the thread that was looked at last. */
static void count_members(struct sum *sum, const struct engine *engine)
{
	const struct tracee *tracee;
	pid_t last = 0;

	for (tracee = engine->tracees; tracee != NULL && sum->bytes <= sum->most;
	     tracee = tracee->hh.next) {
		if (!tracee->born)
			continue;
		count_cwd(sum, tracee->tid);
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
		if (count_look(sum))
			break;
		if (fstatat(dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		count_file(sum, &info, dirfd(directory), entry->d_name, false);
		if (S_ISDIR(info.st_mode) && levels == 0)
			add(sum, TOO_MUCH);
		else if (S_ISDIR(info.st_mode))
			count_names(sum, dirfd(directory), entry->d_name, levels - 1);
	}
	(void)closedir(directory);
}

/* proc(5), a line of /proc/sysvipc: its bytes, and *ret_id; -1: it is none. */
static uint64_t bytes_of_object(enum ipc_kind kind, const char *line, int *ret_id)
{
	uint64_t bytes = 0, count = 0;

	*ret_id = -1;
	switch (kind) {
	case IPC_SHM: /* key shmid perms size cpid lpid nattch, 7 more, rss swap */
		(void)sscanf(line,
			     "%*d %d %*s %*u %*d %*d %*u %*u %*u %*u %*u %*u %*u %*u %" SCNu64,
			     ret_id, &bytes);
		break;
	case IPC_SEM: /* key semid perms nsems */
		(void)sscanf(line, "%*d %d %*s %" SCNu64, ret_id, &count);
		bytes = count * SEMAPHORE_BYTES;
		break;
	case IPC_MSG: /* key msqid perms cbytes qnum */
		(void)sscanf(line, "%*d %d %*s %" SCNu64 " %" SCNu64, ret_id, &bytes, &count);
		bytes += count * MESSAGE_BYTES;
		break;
	}
	return bytes + INODE_BYTES;
}

static void count_objects(struct sum *sum, const struct ipc *ipc)
{
	static const char *const names[IPC_KIND_COUNT] = { [IPC_SHM] = "/proc/sysvipc/shm",
							   [IPC_SEM] = "/proc/sysvipc/sem",
							   [IPC_MSG] = "/proc/sysvipc/msg" };
	char line[512];
	int id;

	for (unsigned int kind = 0; ipc != NULL && kind < IPC_KIND_COUNT; kind++) {
		FILE *file = fopen(names[kind], "re");

		while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
			uint64_t bytes = bytes_of_object(kind, line, &id);

			if (id >= 0 && ipc_has(ipc, kind, id))
				add(sum, bytes);
		}
		if (file != NULL)
			(void)fclose(file);
	}
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

/* True: it is still there. */
static bool count_made(void *data, int fd, bool held)
{
	struct sum *sum = data;
	struct stat info;

	if (fstat(fd, &info) < 0 || !is_new(sum, &info))
		return true;
	if (!held)
		return false;
	add(sum, (uint64_t)info.st_blocks * BLOCK + INODE_BYTES);
	add(sum, bytes_of_attributes(handle_name(fd).text, true));
	return true;
}

uint64_t memory_files_sum(void *data)
{
	const struct jail *jail = data;
	struct sum *sum = talloc_zero(NULL, struct sum);
	uint64_t bytes;

	if (sum == NULL)
		return TOO_MUCH;
	sum->ctx = sum;
	sum->most = limits_asked(jail->limits)->memory;
	name_spool(sum, jail->spool);
	count_members(sum, jail->engine);
	made_memory_each(jail->made_memory, count_made, sum);
	if (sum->spool[0] != '\0')
		count_names(sum, jail->spool, ".", LEVELS_MOST);
	count_objects(sum, jail->ipc);
	bytes = sum->bytes;
	HASH_CLEAR(hh, sum->counted);
	talloc_free(sum);
	return bytes;
}
