/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* One owner for all names of a file, kept by renames, gone with the last name. */
#include "show_owner.h"

int main(void)
{
	int fd;

	put_file("a", "x");
	MUST(link("a", "b"));
	CALL(chown("b", 33, 44));
	CALL(chmod("a", 04711));
	show_owner("a");
	CALL(rename("a", "c"));
	show_owner("c");
	CALL(unlink("b"));
	show_owner("c");
	fd = MUST(open("c", O_RDONLY));
	CALL(unlink("c"));
	show_fd_owner("removed", fd);
	CALL(fchown(fd, 1, 2));
	show_fd_owner("removed", fd);
	close(fd);
	/* Many files, of which some get the numbers of removed ones. */
	for (int i = 0; i < 50; i++) {
		char name[16];

		snprintf(name, sizeof(name), "f%d", i);
		put_file(name, "x");
		MUST(chown(name, 99, 99));
		MUST(chmod(name, 04700));
		MUST(unlink(name));
		put_file(name, "y");
		if (i % 10 == 0)
			show_owner(name);
	}
	put_file("from", "x");
	put_file("to", "y");
	MUST(chown("from", 1, 1));
	MUST(chown("to", 2, 2));
	fd = MUST(open("to", O_RDONLY));
	CALL(rename("from", "to"));
	show_owner("to");
	show_fd_owner("replaced", fd);
	put_file("from", "x");
	MUST(chown("from", 3, 3));
	CALL(syscall(SYS_renameat2, AT_FDCWD, "from", AT_FDCWD, "to", RENAME_EXCHANGE));
	show_owner("from");
	show_owner("to");
	MUST(mkdir("dir", 0755));
	MUST(chown("dir", 4, 4));
	CALL(rmdir("dir"));
	MUST(mkdir("dir", 0755));
	show_owner("dir");
	return 0;
}
