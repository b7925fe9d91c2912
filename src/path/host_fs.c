/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The list of file systems that are refused. What is not on it is taken for files: host
 * mounts come in kinds nobody can list (FUSE, Lustre, overlay), the dangerous ones do not.
 */
#include "path/host_fs.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

bool host_fs_is_refused_type(const char *type, size_t length)
{
	static const char *const types[] = {
		"proc",	   "debugfs",  "tracefs", "securityfs", "bpf",	       "nsfs",
		"autofs",  "selinuxfs", "smackfs", "efivarfs",	"pstore",      "binder",
		"apparmorfs", "pidfs", "devpts",  "binfmt_misc",
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strlen(types[i]) == length && strncmp(types[i], type, length) == 0)
			return true;
	return false;
}

/*
 * "name/name/...". KERNEL: proc(5), "ID PARENT DEV ROOT PLACE ... - TYPE SOURCE ...". Spaces and
 * the like are octal in a place; nobody gives such a mount a name with them.
 */
static char *read_refused_names(void)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char *names = NULL, *line = NULL;
	size_t size = 0, line_room = 0;
	FILE *out = file == NULL ? NULL : open_memstream(&names, &size);

	while (out != NULL && getline(&line, &line_room, file) > 0) {
		const char *type = strstr(line, " - ");
		char *place = NULL;
		char *end;

		if (type == NULL || !host_fs_is_refused_type(type + 3, strcspn(type + 3, " \n")) ||
		    sscanf(line, "%*s %*s %*s %*s %ms", &place) != 1)
			continue;
		end = strrchr(place, '/');
		(void)fprintf(out, "%s/", end == NULL ? place : end + 1);
		free(place);
	}
	free(line);
	if (file != NULL)
		(void)fclose(file);
	if (out != NULL && fclose(out) != 0) {
		free(names);
		names = NULL;
	}
	return names;
}

/* Whether the component is among "name/name/...". */
static bool is_among_names(const char *names, const char *component, size_t length)
{
	for (size_t own; *names != '\0'; names += own + 1) {
		own = strcspn(names, "/");
		if (own == length && strncmp(names, component, length) == 0)
			return true;
	}
	return false;
}

bool host_fs_is_on_way(const char *way)
{
	static char *names; /* "name/name/...", read once */

	if (names == NULL)
		names = read_refused_names();
	if (names == NULL)
		return true;
	for (size_t length; *way != '\0'; way += length + (way[length] == '/')) {
		length = strcspn(way, "/");
		if (length > 0 && is_among_names(names, way, length))
			return true;
	}
	return false;
}

bool host_fs_copies_up(int handle)
{
	struct statfs fs;

	return fstatfs(handle, &fs) == 0 && (unsigned int)fs.f_type == OVERLAYFS_SUPER_MAGIC;
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
