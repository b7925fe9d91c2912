/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A file without a name, with an owner, that gets a name later; one that others write to. */
#include "as_user.h"

static void written(void)
{
	int fd = MUST(open(".", O_TMPFILE | O_RDWR, 0600));
	char path[64];

	CALL(fchmod(fd, 06777));
	show_fd_owner("tmpfile", fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	AS(1000, 1000, MUST(write(MUST(open(path, O_WRONLY)), "x", 1)));
	show_fd_owner("written", fd);
	MUST(close(fd));
}

int main(void)
{
	char path[64];
	int fd;

	written();
	fd = MUST(open(".", O_TMPFILE | O_RDWR, 0640));
	CALL(fchown(fd, 33, 44));
	CALL(fchmod(fd, 02750));
	show_fd_owner("tmpfile", fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CALL(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
	show_owner("named");
	CALL(unlink("named"));
	show_fd_owner("tmpfile", fd);
	return 0;
}
