/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mknod of every type, as an ordinary user. */
#include "guest.h"

int main(void)
{
	CALL(mknod("file", S_IFREG | 0640, 0));
	CALL(mknod("untyped", 0600, 0));
	CALL(mknod("fifo", S_IFIFO | 0640, 0));
	CALL(mknod("socket", S_IFSOCK | 0640, 0));
	CALL(mknod("char", S_IFCHR | 0640, makedev(1, 3)));
	CALL(mknod("block", S_IFBLK | 0640, makedev(7, 0)));
	CALL(mknod("dir", S_IFDIR | 0755, 0));
	CALL(mknod("link", S_IFLNK | 0777, 0));
	CALL(mknod("odd", 0150000 | 0644, 0));
	CALL(mknod("whiteout", S_IFCHR | 0644, makedev(0, 0)));
	show_path("file");
	show_path("untyped");
	show_path("fifo");
	show_path("socket");
	return 0;
}
