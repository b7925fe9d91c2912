/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See setup_parts.h. */
#include "syscall/setup_parts.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

static bool has_stdio_socket(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		struct stat info;

		if (fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode))
			return true;
	}
	return false;
}

/* No pipe or socket, which only its holders reach, and no terminal (dev_is_given_terminal()). */
static bool is_named_file(int fd, const struct stat *info)
{
	struct statfs fs;

	if (S_ISFIFO(info->st_mode))
		return fstatfs(fd, &fs) < 0 || (unsigned int)fs.f_type != PIPEFS_MAGIC;
	return S_ISREG(info->st_mode) || S_ISBLK(info->st_mode) || S_ISDIR(info->st_mode);
}

void setup_look_at_stdio(struct jail *jail)
{
	jail->has_peers = has_stdio_socket();
	for (int fd = 0; fd <= 2; fd++) {
		int flags = fcntl(fd, F_GETFL);
		struct stat info;

		if (flags < 0 || fstat(fd, &info) < 0)
			continue;
		jail->given_file |= is_named_file(fd, &info);
		if ((flags & O_ACCMODE) == O_RDWR)
			continue;
		jail->narrow_pipe |= S_ISFIFO(info.st_mode);
		jail->narrow_stdio |= S_ISREG(info.st_mode) || S_ISBLK(info.st_mode);
	}
}
