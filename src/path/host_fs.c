/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The list of file systems that are refused. What is not on it is taken for files: host
 * mounts come in kinds nobody can list (FUSE, Lustre, overlay), the dangerous ones do not.
 */
#include "path/host_fs.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#ifndef PID_FS_MAGIC
#define PID_FS_MAGIC 0x50494446 /* KERNEL: 6.9 */
#endif
#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202 /* KERNEL: ipc/mqueue.c */
#endif

static const unsigned int refused[] = {
	PROC_SUPER_MAGIC, DEBUGFS_MAGIC,       TRACEFS_MAGIC,  SECURITYFS_MAGIC, BPF_FS_MAGIC,
	NSFS_MAGIC,       AUTOFS_SUPER_MAGIC,  SELINUX_MAGIC,  SMACK_MAGIC,      EFIVARFS_MAGIC,
	PSTOREFS_MAGIC,   BINDERFS_SUPER_MAGIC, BINFMTFS_MAGIC, AAFS_MAGIC,      PID_FS_MAGIC,
};

int host_fs_check(int handle)
{
	struct statfs fs;

	if (fstatfs(handle, &fs) < 0)
		return -errno;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		if ((unsigned int)fs.f_type == refused[i])
			return -EACCES;
	}
	return 0;
}

/* KERNEL: a memfd's inode has no links from the start, whatever file system serves it. */
bool host_fs_is_nameless(int handle)
{
	struct statfs fs;
	struct stat info;

	if (fstat(handle, &info) < 0)
		return false;
	if (info.st_nlink == 0)
		return true;
	if (fstatfs(handle, &fs) < 0)
		return false;
	switch ((unsigned int)fs.f_type) {
	case PIPEFS_MAGIC:
	case SOCKFS_MAGIC:
	case ANON_INODE_FS_MAGIC:
	case PID_FS_MAGIC:
	case MQUEUE_MAGIC:
		return true;
	default:
		return false;
	}
}
