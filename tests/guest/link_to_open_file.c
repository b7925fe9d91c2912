/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Links through /proc/self/fd to files that are open, unlinked, or directories. */
#include "guest.h"

int main(void)
{
	char path[64];
	int fd;

	put_file("f", "content");
	fd = MUST(open("f", O_RDONLY));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "g", AT_SYMLINK_FOLLOW));
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "h", 0));
	MUST(unlink("f"));
	MUST(unlink("g"));
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "late", AT_SYMLINK_FOLLOW));
	fd = MUST(open(".", O_RDONLY));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "dir", AT_SYMLINK_FOLLOW));
	show_dir(".");
	return 0;
}
