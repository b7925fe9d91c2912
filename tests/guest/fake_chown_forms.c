/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chown in all its forms: ids, what stays, and the set-id bits that go. */
#include "show_owner.h"

int main(void)
{
	int fd, path_fd;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(mkdir("d", 0755));
	show_owner("f");
	CALL(chown("f", 33, 44));
	show_owner("f");
	CALL(lchown("l", 5, 6));
	show_owner("l");
	show_owner("f");
	CALL(chown("l", 7, -1));
	show_owner("f");
	CALL(chown("f", -1, 8));
	show_owner("f");
	CALL(chown("f", -1, -1));
	show_owner("f");
	CALL(fchownat(AT_FDCWD, "l", 9, 9, AT_SYMLINK_NOFOLLOW));
	show_owner("l");
	CALL(fchownat(AT_FDCWD, "l", 9, 9, 0x10000));
	fd = MUST(open("f", O_RDWR));
	CALL(fchown(fd, 10, 11));
	show_fd_owner("fd", fd);
	path_fd = MUST(open("l", O_PATH | O_NOFOLLOW));
	CALL(fchown(path_fd, 1, 1));
	CALL(fchownat(path_fd, "", 12, 13, AT_EMPTY_PATH));
	show_owner("l");
	show_fd_owner("O_PATH", path_fd);
	CALL(chmod("f", 06755));
	show_owner("f");
	CALL(chown("f", -1, 20));
	show_owner("f");
	CALL(chmod("f", 06745));
	CALL(chown("f", 0, 0));
	show_owner("f");
	CALL(chmod("d", 06755));
	CALL(chown("d", 1, 1));
	show_owner("d");
	CALL(chown("missing", 1, 1));
	CALL(chown("f/x", 1, 1));
	CALL(fchown(-1, 1, 1));
	CALL(chown("f", 4294967294, 4294967294));
	show_owner("f");
	return 0;
}
