/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Set-group-id directories give their group on, and the bit to directories. */
#include "show_owner.h"

int main(void)
{
	int fd;

	MUST(mkdir("d", 0755));
	MUST(chown("d", 5, 50));
	MUST(chmod("d", 02775));
	show_owner("d");
	CALL(mkdir("d/dir", 0700));
	show_owner("d/dir");
	put_file("d/file", "x");
	show_owner("d/file");
	CALL(symlink("x", "d/link"));
	show_owner("d/link");
	CALL(mknod("d/fifo", S_IFIFO | 0600, 0));
	show_owner("d/fifo");
	CALL(mknod("d/dev", S_IFCHR | 0600, makedev(1, 3)));
	show_owner("d/dev");
	fd = MUST(open("d/special", O_WRONLY | O_CREAT, 06711));
	show_fd_owner("special", fd);
	close(fd);
	fd = MUST(open("d", O_TMPFILE | O_RDWR, 0640));
	show_fd_owner("tmpfile", fd);
	CALL(mkdir("d/dir/deep", 0755));
	show_owner("d/dir/deep");
	CALL(rename("d/file", "file"));
	show_owner("file");
	return 0;
}
