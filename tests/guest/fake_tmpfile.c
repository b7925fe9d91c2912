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

/* By the descriptor alone, of whatever it is. */
static void link_itself(const char *name)
{
	int fd = MUST(open(".", O_TMPFILE | O_RDWR, 0640)), pipes[2];

	CALL(linkat(fd, "", AT_FDCWD, name, 0));
	CALL(linkat(fd, "", AT_FDCWD, name, AT_EMPTY_PATH));
	show_owner(name);
	CALL(linkat(fd, "", AT_FDCWD, name, AT_EMPTY_PATH));
	CALL(linkat(AT_FDCWD, "", AT_FDCWD, "cwd", AT_EMPTY_PATH));
	CALL(linkat(-1, "", AT_FDCWD, "none", AT_EMPTY_PATH));
	MUST(pipe(pipes));
	CALL(linkat(pipes[0], "", AT_FDCWD, "pipe", AT_EMPTY_PATH));
	fd = MUST(open(".", O_TMPFILE | O_RDWR | O_EXCL, 0640));
	CALL(linkat(fd, "", AT_FDCWD, "excl", AT_EMPTY_PATH));
	put_file("gone", "x");
	fd = MUST(open("gone", O_RDONLY));
	MUST(unlink("gone"));
	CALL(linkat(fd, "", AT_FDCWD, "gone", AT_EMPTY_PATH));
	fd = MUST(open("kept", O_RDONLY));
	CALL(linkat(fd, "", AT_FDCWD, name, AT_EMPTY_PATH));
	fd = MUST(open("kept", O_PATH));
	CALL(linkat(fd, "", AT_FDCWD, "bypath", AT_EMPTY_PATH));
	CALL(unlink("bypath"));
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
	put_file("kept", "x");
	MUST(chmod(".", 0777));
	link_itself("roots");
	AS(1000, 1000, link_itself("users"));
	return 0;
}
