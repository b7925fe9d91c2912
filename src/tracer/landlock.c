/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See landlock.h. Asks for as much as the kernel's version of the interface knows. */
#include "tracer/landlock.h"

#include <errno.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/fd.h"

/* KERNEL: include/uapi/linux/landlock.h; versions of the interface 2, 3, 5 and 6. */
#define ACCESS_FS_REFER (1ULL << 13)
#define ACCESS_FS_TRUNCATE (1ULL << 14)
#define ACCESS_FS_IOCTL_DEV (1ULL << 15)
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1)

#define ACCESS_FS_FIRST ((1ULL << 13) - 1)
#define ACCESS_FS_READING                                                                        \
	((uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |                   \
		    LANDLOCK_ACCESS_FS_READ_DIR))
#define ACCESS_FS_OF_FILES                                                                       \
	((uint64_t)(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |                  \
		    LANDLOCK_ACCESS_FS_READ_FILE) |                                              \
	 ACCESS_FS_TRUNCATE | ACCESS_FS_IOCTL_DEV)

struct ruleset {
	uint64_t handled_fs;
	uint64_t handled_net;
	uint64_t scoped;
};

static struct ruleset ruleset_of(long version, size_t *ret_size)
{
	struct ruleset ruleset = { .handled_fs = ACCESS_FS_FIRST };

	if (version >= 2)
		ruleset.handled_fs |= ACCESS_FS_REFER;
	if (version >= 3)
		ruleset.handled_fs |= ACCESS_FS_TRUNCATE;
	if (version >= 5)
		ruleset.handled_fs |= ACCESS_FS_IOCTL_DEV;
	if (version >= 6)
		ruleset.scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
	*ret_size = version >= 6 ? sizeof(ruleset) : sizeof(ruleset.handled_fs);
	return ruleset;
}

static int add_place(int ruleset_fd, const struct landlock_place *place, uint64_t handled)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = place->fd };
	struct stat info;

	if (fstat(place->fd, &info) < 0)
		return -errno;
	rule.allowed_access = handled;
	if (place->read_only)
		rule.allowed_access &= ACCESS_FS_READING;
	if (!S_ISDIR(info.st_mode))
		rule.allowed_access &= ACCESS_FS_OF_FILES;
	if (syscall(SYS_landlock_add_rule, ruleset_fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0)
		return 0;
	/* Pipes and sockets have no place in a tree, and are never refused by Landlock. */
	return errno == EBADFD || errno == EBADF ? 0 : -errno;
}

int landlock_build(const struct landlock_place *places, size_t count, int *ret_fd)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	CLEANUP_FD int fd = -1;
	struct ruleset ruleset;
	size_t size;

	if (version < 0)
		return -errno;
	ruleset = ruleset_of(version, &size);
	fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
	if (fd < 0)
		return -errno;
	for (size_t i = 0; i < count; i++) {
		int status = add_place(fd, &places[i], ruleset.handled_fs);

		if (status < 0)
			return status;
	}
	*ret_fd = fd_steal(&fd);
	return 0;
}

int landlock_enter(int ruleset_fd)
{
	return syscall(SYS_landlock_restrict_self, ruleset_fd, 0) < 0 ? -errno : 0;
}
