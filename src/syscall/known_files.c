/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See known_files.h. Never the reason that something is executed which could not be: a change that
 * a ctime does not show yet (its clock is coarse) keeps a file from being known.
 */
#include "syscall/known_files.h"

#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "util/fd.h"

#define FILES_MAX 16U
#define SIZE_MAX_KEPT (16 << 20) /* a removed one keeps its room on the disk */
#define SETTLED_SECONDS 2

#ifndef XFS_SUPER_MAGIC
#define XFS_SUPER_MAGIC 0x58465342
#endif
#define BCACHEFS_MAGIC 0xca451a4e
#define ZFS_MAGIC      0x2fc12fc1

struct entry {
	struct stat info;
	uint64_t mnt_id; /* 0: the entry is free */
	uint64_t used;
	struct known_file *file; /* NULL: seen once */
};

struct known_files {
	struct entry entries[FILES_MAX];
	uint64_t uses;
};

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool is_same(const struct entry *entry, const struct stat *info, uint64_t mnt_id)
{
	const struct stat *known = &entry->info;

	return known->st_ino == info->st_ino && known->st_dev == info->st_dev &&
	       entry->mnt_id == mnt_id && known->st_size == info->st_size &&
	       known->st_mode == info->st_mode && known->st_uid == info->st_uid &&
	       known->st_gid == info->st_gid && same_time(&known->st_mtim, &info->st_mtim) &&
	       same_time(&known->st_ctim, &info->st_ctim);
}

static struct entry *find(struct known_files *files, const struct stat *info, uint64_t mnt_id)
{
	for (size_t i = 0; files != NULL && mnt_id != 0 && i < FILES_MAX; i++)
		if (is_same(&files->entries[i], info, mnt_id)) {
			files->entries[i].used = ++files->uses;
			return &files->entries[i];
		}
	return NULL;
}

const struct known_file *known_files_find(const struct jail *jail, const struct stat *info,
					  uint64_t mnt_id)
{
	const struct entry *entry = find(jail->known_files, info, mnt_id);

	return entry == NULL ? NULL : entry->file;
}

/* Where nobody but this kernel changes files, and an open one hinders nobody. */
static bool is_local(int fd)
{
	struct statfs system;

	if (fstatfs(fd, &system) < 0)
		return false;
	switch ((unsigned long)system.f_type) {
	case EXT4_SUPER_MAGIC:
	case XFS_SUPER_MAGIC:
	case BTRFS_SUPER_MAGIC:
	case F2FS_SUPER_MAGIC:
	case TMPFS_MAGIC:
	case OVERLAYFS_SUPER_MAGIC:
	case BCACHEFS_MAGIC:
	case ZFS_MAGIC:
	case SQUASHFS_MAGIC:
	case EROFS_SUPER_MAGIC_V1:
		return true;
	default:
		return false;
	}
}

static bool is_settled(const struct timespec *time)
{
	struct timespec now;

	return clock_gettime(CLOCK_REALTIME_COARSE, &now) == 0 &&
	       time->tv_sec < now.tv_sec - SETTLED_SECONDS;
}

static int file_free(struct known_file *file)
{
	fd_close(&file->fd);
	return 0;
}

/* NULL: no memory, or it cannot be read. */
static struct known_file *read_file(struct known_files *files, bool may_be_written, int *fd)
{
	struct known_file *file = talloc_zero(files, struct known_file);
	ssize_t size;

	if (file == NULL)
		return NULL;
	file->fd = -1;
	file->may_be_written = may_be_written;
	size = pread(*fd, file->head, sizeof(file->head), 0);
	if (size < 0) {
		talloc_free(file);
		return NULL;
	}
	file->head_size = (size_t)size;
	file->elf_status = elf_read(*fd, &file->elf);
	file->interpreter_status = elf_check_interpreter(*fd);
	file->fd = fd_steal(fd);
	talloc_set_destructor(file, file_free);
	return file;
}

static struct entry *least_used(struct known_files *files)
{
	struct entry *least = &files->entries[0];

	for (size_t i = 1; i < FILES_MAX; i++)
		if (files->entries[i].used < least->used)
			least = &files->entries[i];
	return least;
}

const struct known_file *known_files_note(struct jail *jail, const struct stat *info,
					  uint64_t mnt_id, bool may_be_written, int *fd)
{
	struct known_files *files = jail->known_files;
	struct entry *entry = find(files, info, mnt_id);

	if (entry != NULL && entry->file == NULL && is_local(*fd))
		entry->file = read_file(files, may_be_written, fd);
	if (entry != NULL)
		return entry->file;
	if (mnt_id == 0 || info->st_size > SIZE_MAX_KEPT || !is_settled(&info->st_ctim) ||
	    !is_settled(&info->st_mtim))
		return NULL;
	if (files == NULL)
		files = jail->known_files = talloc_zero(jail, struct known_files);
	if (files == NULL)
		return NULL;
	entry = least_used(files);
	talloc_free(entry->file);
	*entry = (struct entry){ .info = *info, .mnt_id = mnt_id, .used = ++files->uses };
	return NULL;
}
