/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chmod in all its forms; a root reads and writes whatever the mode says. */
#include "show_owner.h"

int main(void)
{
	static const mode_t modes[] = {
		0, 0111, 0444, 0222, 01644, 02644, 02755, 04755, 07777, 0600
	};
	int fd;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(mkdir("d", 0755));
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		CALL(chmod("f", modes[i]));
		show_owner("f");
		CALL(chmod("d", modes[i]));
		show_owner("d");
		TRY_OPEN(open("f", O_RDWR));
		TRY_OPEN(open("d/new", O_RDWR | O_CREAT, 0));
		show_owner("d/new");
		CALL(unlink("d/new"));
		CALL(access("f", R_OK | W_OK));
		CALL(access("f", X_OK));
	}
	fd = MUST(open("f", O_RDONLY));
	CALL(fchmod(fd, 04700));
	show_fd_owner("fd", fd);
	CALL(fchmodat(AT_FDCWD, "l", 0640, 0));
	show_owner("f");
	show_owner("l");
	if (kernel_since(6, 6)) {
		CALL(syscall(SYS_fchmodat2, AT_FDCWD, "l", 0600, AT_SYMLINK_NOFOLLOW));
		CALL(syscall(SYS_fchmodat2, fd, "", 02711, AT_EMPTY_PATH));
	}
	show_owner("f");
	CALL(chmod("f", 0170644));
	show_owner("f");
	return 0;
}
