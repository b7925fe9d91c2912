/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A nameless file gets a name through /proc/self/fd; with O_EXCL it does not. */
#include "guest.h"

int main(void)
{
	char path[64];
	int fd;

	fd = MUST(open(".", O_TMPFILE | O_RDWR, 0644));
	MUST(write(fd, "late name", 9));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
	show_path("named");
	show_file("named");
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "second", AT_SYMLINK_FOLLOW));
	show_fd("fd", fd);
	close(fd);
	fd = MUST(open(".", O_TMPFILE | O_RDWR | O_EXCL, 0644));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(linkat(AT_FDCWD, path, AT_FDCWD, "never", AT_SYMLINK_FOLLOW));
	show_dir(".");
	return 0;
}
